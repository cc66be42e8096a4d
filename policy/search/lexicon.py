"""What residents call things and what official texts call them: data, extended by officials."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from policy.search.grams import normalised
from policy.search.sounds import by_sound, heard, spoken

SHIPPED = Path(__file__).with_name("lexicon.toml")


class BrokenLexicon(Exception):
    """A lexicon that cannot be used; the sentence names the file and the concept."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing under its names. An entry of `say` is one word or several that must occur together."""

    say: tuple[tuple[str, ...], ...]
    mean: tuple[str, ...]
    sounds: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Lexicon:
    """Concepts by their position, which is also their key in the index."""

    concepts: Sequence[Concept]
    digest: str

    @cached_property
    def _said(self) -> list[tuple[str, tuple[str, ...], int]]:
        """Every way to say a concept: its first word, the others, which concept."""
        ways = [
            (way[0], way[1:], number) for number, concept in enumerate(self.concepts) for way in concept.say
        ]
        return ways + [(word, (), number) for word, number in self._meant]

    @cached_property
    def _meant(self) -> list[tuple[str, int]]:
        return [(word, number) for number, concept in enumerate(self.concepts) for word in concept.mean]

    @cached_property
    def _sounds(self) -> dict[tuple[str, ...], str]:
        return by_sound(word for concept in self.concepts for word in concept.sounds)

    def corrected(self, question: str) -> str:
        """A normalised question with the words behind it that it only has by their sound."""
        words = heard(question, self._sounds)
        return " ".join([spoken(question) if words else question, *words])

    def asked(self, question: str) -> dict[int, int]:
        """Concepts that a normalised question names, and how many characters name each of them."""
        found: dict[int, int] = {}
        for first, others, number in self._said:
            if first in question and all(other in question for other in others):
                length = len(first) + sum(map(len, others))
                found[number] = max(found.get(number, 0), length)
        return found

    def named(self, text: str, *, by_residents: bool = False) -> list[int]:
        """Concepts that a normalised text of the library names, repeated as often as it does."""
        if by_residents:
            return list(self.asked(text))
        return [number for word, number in self._meant for _ in range(text.count(word))]


def read_lexicon(*files: Path) -> Lexicon:
    """The concepts of the files in their order; a file that is not there adds none. Raises BrokenLexicon."""
    state, concepts = hashlib.sha256(), list[Concept]()
    for file in (SHIPPED, *files):
        if file.exists():
            raw = file.read_bytes()
            state.update(raw)
            concepts += _concepts(file, raw)
    return Lexicon(tuple(concepts), state.hexdigest())


def _concepts(file: Path, raw: bytes) -> list[Concept]:
    try:
        entries: list[dict[str, Any]] = tomllib.loads(raw.decode()).get("concepts", [])
        return [_concept(entry) for entry in entries]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise BrokenLexicon(f"{file.name}: {error}") from error


def _concept(entry: dict[str, Any]) -> Concept:
    ways = tuple(tuple(normalised(way).split()) for way in entry["say"])
    if not all(ways):
        raise ValueError(f"an empty word in {entry}")
    return Concept(
        ways, _words(entry["mean"]), _words(entry.get("sounds", [])), float(entry.get("weight", 1))
    )


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(normalised(word) for word in given)
