"""Whether a card tells what was asked: one on the right matter may leave out the very fact that is wanted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

SHIPPED = Path(__file__).with_name("wishes.toml")
_CLAUSE = r"[^,，。？?！!\s]"
_END = r"(?=[,，。？?！!\s]|$)"
# "A few" is mostly told and not asked: it asks in the last clause, where nothing else does.
_YES_OR_NO = rf"{_CLAUSE}*(?:吗|么|嘛|能不能|可不可|行不行|不{_END}|没{_END})|[了没前来里后都]"
_FEW = rf"(?<![好十这前那过了上差有第])几个?(?P<few>[一-鿿])(?!{_YES_OR_NO})(?={_CLAUSE}*[。？?！!\s]*$)"
_HOW_MANY = re.compile(rf"(?:多少|几多)个?(?P<many>[一-鿿])|{_FEW}")
_NUMBER = r"[\d一二两三四五六七八九十百半]+个?"


@dataclass(frozen=True, slots=True)
class FactWish:
    """A kind of fact: the words that ask for it, and the words in which a card tells it.

    `strict`: nothing else in the question makes up for it.
    """

    name: str
    asks: re.Pattern[str]
    told: re.Pattern[str] | None
    strict: bool = False

    def missing(self, card: str, question: str) -> bool:
        """Whether the question asks for it and the card does not tell it."""
        return bool(self.asks.search(question)) and not (self.told and self.told.search(card))


@dataclass(frozen=True, slots=True)
class Wishes:
    """The kinds of facts that are told apart.

    `anyway` asks for a way, which every card tells; `one_case` about one person's file, which no card tells.
    """

    kinds: tuple[FactWish, ...]
    anyway: re.Pattern[str]
    one_case: re.Pattern[str]
    uncounted: frozenset[str]

    def uncountable(self, card: str, question: str) -> bool:
        """Whether the question asks how many of a thing, and the card never counts it."""
        asked = {one["many"] or one["few"] for one in _HOW_MANY.finditer(question)} - self.uncounted
        return any(not re.search(_NUMBER + thing, card) for thing in asked)


@cache
def read_wishes(file: Path = SHIPPED) -> Wishes:
    """The wishes of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    any_of = partial(_any, found["ways"])
    kinds = [
        FactWish(
            one["name"],
            any_of(one["asks"]),
            any_of(one["told"]) if one["told"] else None,
            one.get("strict", False),
        )
        for one in found["wishes"]
    ]
    anyway, one_case = any_of(found["anyway"]), any_of(found["one_case"])
    return Wishes(tuple(kinds), anyway, one_case, frozenset(found["uncounted"]))


def leaves_open(card: str, question: str) -> bool:
    """Whether the question asks for nothing but a kind of fact of which the card says nothing."""
    wishes = read_wishes()
    missing = [wish for wish in wishes.kinds if wish.missing(card, question)]
    if any(wish.strict for wish in missing):
        return True
    short = bool(missing) or wishes.uncountable(card, question)
    return short and not wishes.anyway.search(question)


def asks_one_case(question: str) -> bool:
    """Whether a file, a promise or a paper to be written is asked for: only an official can tell."""
    return bool(read_wishes().one_case.search(question.rstrip("？?。！! ")))


def _any(known: Mapping[str, str], ways: list[str]) -> re.Pattern[str]:
    pattern = "|".join(ways).replace("<end>", _END)
    for _ in range(2):  # ways may name others
        for name, said in known.items():
            pattern = pattern.replace(f"<{name}>", f"(?:{said})")
    return re.compile(pattern)
