"""The shape of the words by which a question is told from a report."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.rules.strict import Strict
from desk.domain.reports.asking import Asking

_Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Plain(Strict):
    """A question that tells nothing."""

    longest: int = Field(ge=1, le=200)
    trouble: _Words


class Fillers(Strict):
    """Words that mean nothing beside those that ask about a card."""

    words: _Words


class Questions(Strict):
    """How a question is told from a report."""

    longest_without_asking: int = Field(ge=1, le=1000)
    words: dict[str, _Words]
    plain: Plain
    follow_ups: dict[str, _Words]
    fillers: Fillers

    def frozen(self) -> Asking:
        """As the domain has it."""
        about_cards = [word for group in self.follow_ups.values() for word in group]
        return Asking(
            longest_without_asking=self.longest_without_asking,
            words=tuple(word.casefold() for group in self.words.values() for word in group),
            longest_plain=self.plain.longest,
            trouble=self.plain.trouble,
            follow_ups=self.follow_ups,
            follow_up_words=frozenset([*about_cards, *self.fillers.words]),
        )
