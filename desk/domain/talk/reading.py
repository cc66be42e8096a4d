"""Answers of a form, read once, where the form ends: from there on they are a typed value.

Nothing here raises for what an answer is: a form may have begun before an upgrade, and a choice of then be
gone. An answer that does not fit any more is as if not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from desk.domain.talk.forms import Answers, story_of
from desk.domain.talk.pieces import Piece

_LONGEST = 18  # digits of a number that a row may have

Choice = TypeVar("Choice", bound=StrEnum)
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The name of an answer without which a form cannot end."""

    name: str


def read(told: type[Told], answers: Answers) -> Told | Unanswered:
    """The answers as a dataclass whose fields are called as the answers are.

    What a field without a default needs and the answers do not have is unanswered. Fields are choices, texts,
    numbers, days, messages (`Piece`), tuples of texts, whole stories (tuples of messages), and any of these
    or None; what is kept as a code is `Annotated` with the function that reads it or raises ValueError.
    """
    found: dict[str, Any] = {}
    for name, (reader, needed) in _readers(cast(Any, told)).items():
        value = reader(answers, name)
        if value is not None:
            found[name] = value
        elif needed:
            return Unanswered(name)
    return told(**found)


def choice_at(answers: Answers, name: str, choices: type[Choice]) -> Choice | None:
    """The choice made at a step; None where it is none of these."""
    chosen = answers.get(name)
    return choices(chosen) if isinstance(chosen, str) and chosen in set(choices) else None


def text_at(answers: Answers, name: str) -> str:
    """An answer in words; a message given as an answer is what was written in it, a voice says nothing."""
    value = answers.get(name)
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else ""


def number_at(answers: Answers, name: str) -> int | None:
    """A number, perhaps behind the letter that a button has before it."""
    value = answers.get(name)
    if isinstance(value, str):
        digits = value[1:] if value[:1].isalpha() else value
        fits = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST
        return int(digits) if fits else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def piece_at(answers: Answers, name: str) -> Piece:
    """The message that answered a step; empty words when it was skipped."""
    value = answers.get(name)
    return value if isinstance(value, dict) else {"text": value if isinstance(value, str) else ""}


def _day_at(answers: Answers, name: str) -> date | None:
    try:
        return date.fromisoformat(text_at(answers, name))
    except ValueError:
        return None


def _bool_at(answers: Answers, name: str) -> bool | None:
    return answers.get(name) in (True, "yes") if name in answers else None


def _texts_at(answers: Answers, name: str) -> tuple[str, ...] | None:
    value = answers.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else None


def _story_at(answers: Answers, _name: str) -> tuple[Piece, ...]:
    return tuple(story_of(answers))


_Reader = Callable[[Answers, str], Any]
_READERS: Mapping[Any, _Reader] = {
    str: lambda answers, name: text_at(answers, name) or None,
    int: number_at,
    bool: _bool_at,
    date: _day_at,
    Mapping: piece_at,
    tuple: _story_at,
    tuple[str, ...]: _texts_at,
}


@cache
def _readers(told: type[Any]) -> dict[str, tuple[_Reader, bool]]:
    """How each field is read, and whether it is needed. Raises TypeError for a field of another kind."""
    hints = get_type_hints(told, localns={"Json": Any}, include_extras=True)  # or it would never end
    return {
        field.name: (
            _reader_of(hints[field.name]),
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(told)
    }


def _reader_of(hint: Any) -> _Reader:
    if isinstance(hint, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is Annotated:
        return _reader_of_codes(hint.__metadata__[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda answers, name: choice_at(answers, name, hint)
    kind = hint if hint in _READERS else get_origin(hint)
    if kind not in _READERS:
        raise TypeError(f"an answer cannot be read as {hint}")
    return _READERS[kind]


def _reader_of_codes(decode: Callable[[str], Any]) -> _Reader:
    def at(answers: Answers, name: str) -> Any:
        try:
            return decode(text_at(answers, name))
        except ValueError:
            return None

    return at
