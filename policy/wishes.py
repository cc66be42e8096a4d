"""Whether a card tells what was asked: one on the right matter may leave out the very fact that is wanted."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("wishes.toml")


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of fact: the words that ask for it, and the words in which a card tells it."""

    name: str
    asks: re.Pattern[str]
    told: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The kinds of facts that are told apart, and the words that ask for a way, which every card tells."""

    kinds: tuple[Wish, ...]
    anyway: re.Pattern[str]


@cache
def read_wishes(file: Path = SHIPPED) -> Wishes:
    """The wishes of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds = [Wish(one["name"], _any(one["asks"]), _any(one["told"])) for one in found["wishes"]]
    return Wishes(tuple(kinds), _any(found["anyway"]))


def leaves_open(card: str, question: str) -> bool:
    """Whether the question asks for nothing but a kind of fact of which the card says nothing."""
    wishes = read_wishes()
    asked = [wish for wish in wishes.kinds if wish.asks.search(question)]
    return any(not wish.told.search(card) for wish in asked) and not wishes.anyway.search(question)


def _any(ways: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(ways))
