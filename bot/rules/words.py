"""The shape of lists of words: what means danger or a complaint, and what is mere politeness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.rules.strict import Strict
from desk.domain.county import rules

_Word = Annotated[str, Field(min_length=2, pattern="^[^…]")]
_Words = dict[str, tuple[_Word, ...]]
_Character = Annotated[str, Field(min_length=1, max_length=1)]


class Danger(Strict):
    """Groups of words; the groups' names are for whoever edits the file."""

    words: _Words
    exceptions: _Words = Field(default_factory=dict)
    lookalikes: dict[_Character, _Character] = Field(default_factory=dict)
    now: tuple[str, ...] = ()
    english: _Words = Field(default_factory=dict)
    gravity: dict[str, Annotated[int, Field(ge=1, le=9)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _heard(self) -> Self:
        if not any(self.words.values()):
            raise ValueError("there is no word that raises the alarm")
        words = {word for group in self.words.values() for word in group}
        excepted = {word for group in self.exceptions.values() for word in group}
        if both := words & excepted:
            raise ValueError(f"{min(both)} is both a word and an exception, so it would never be heard")
        return self

    def frozen(self) -> rules.Danger:
        """As the domain has it."""
        return rules.Danger(
            words=tuple(word for group in self.words.values() for word in group),
            except_in=tuple(word for group in self.exceptions.values() for word in group),
            lookalikes=tuple(self.lookalikes.items()),
            now=self.now,
            english=tuple(word for group in self.english.values() for word in group),
            kinds=tuple(self._kinds()),
            gravities=tuple(self.gravity.items()),
        )

    def _kinds(self) -> Iterator[tuple[str, str]]:
        for groups in (self.words, self.english):
            for name, words in groups.items():
                for word in words:
                    yield word, name


class Courtesy(Strict):
    """Groups of words that alone make no report."""

    words: dict[str, tuple[Annotated[str, Field(min_length=1)], ...]]

    def frozen(self) -> frozenset[str]:
        """As the domain has it."""
        return frozenset(word for group in self.words.values() for word in group)
