"""The shape of the words by which a line of a card is asked for, and how long plain questions are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.rules.strict import Strict
from desk.domain.reports.asking import Asking

_Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Fillers(Strict):
    """Words that mean nothing beside those that ask about a card."""

    words: _Words


class Answers(Strict):
    """Words that answer with yes or no."""

    yes: _Words
    no: _Words


class Questions(Strict):
    """What follows once a message is heard as a question."""

    longest_without_asking: int = Field(ge=1, le=1000)
    longest_plain: int = Field(ge=1, le=200)
    answers: Answers
    follow_ups: dict[str, _Words]
    fillers: Fillers

    def frozen(self) -> Asking:
        """As the domain has it."""
        about_cards = [word for group in self.follow_ups.values() for word in group]
        return Asking(
            longest_without_asking=self.longest_without_asking,
            longest_plain=self.longest_plain,
            yes=frozenset(self.answers.yes),
            no=frozenset(self.answers.no),
            follow_ups=self.follow_ups,
            follow_up_words=frozenset([*about_cards, *self.fillers.words]),
        )
