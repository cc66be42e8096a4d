"""The shape of the words by which a line of a card is asked for, and how long plain questions are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.rules.strict import Strict
from desk.domain.reports.asking import Asking
from desk.domain.reports.own_traces import OwnTraces
from desk.domain.talk.short_answers import ShortAnswer, ShortAnswers

_Words = tuple[Annotated[str, Field(min_length=1)], ...]


class WordList(Strict):
    """Words of one sort."""

    words: _Words


class Answers(Strict):
    """Words that answer in short: whether something is so, and whether it shall be done."""

    yes: _Words
    no: _Words
    agree: _Words
    refuse: _Words
    leave: _Words


class OwnName(Strict):
    """How people name themselves."""

    called: _Words
    being: _Words
    not_names: _Words


class Questions(Strict):
    """What follows once a message is heard as a question."""

    longest_without_asking: int = Field(ge=1, le=1000)
    longest_plain: int = Field(ge=1, le=200)
    answers: Answers
    follow_ups: dict[str, _Words]
    brief: tuple[_Words, ...]
    fillers: WordList
    own_village: WordList
    own_name: OwnName
    fraud: WordList
    about_desk: dict[str, _Words]
    wishes: dict[str, _Words]

    def frozen(self) -> Asking:
        """As the domain has it."""
        about_cards = [word for group in self.follow_ups.values() for word in group]
        return Asking(
            longest_without_asking=self.longest_without_asking,
            longest_plain=self.longest_plain,
            short=ShortAnswers({one: frozenset(getattr(self.answers, one)) for one in ShortAnswer}),
            follow_ups=self.follow_ups,
            follow_up_words=frozenset([*about_cards, *self.fillers.words]),
            brief=self.brief,
            no_names=frozenset(self.own_village.words),
            own_traces=OwnTraces(self.own_name.called, self.own_name.being, self.own_name.not_names),
            fraud=frozenset(self.fraud.words),
            about_desk=self.about_desk,
            wishes=self.wishes,
        )
