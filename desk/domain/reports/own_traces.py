"""What in somebody's words tells who they are: their name, their number, an identity card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk.domain.text.folding import folded

NAMES_AT_HOME: Final = "own:names"  # among the answers: who lives there, as the register has it
_HAN: Final = r"[\u4e00-\u9fff]"
_ENDS: Final = r"(?=[\u3002\uff0c\uff01,.!\s]|$)"
_NUMBER: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dx])(?!\d)")  # a mobile phone, an identity card
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class OwnTraces:
    """How people name themselves: after `called` comes a name; after `being` one, if nothing follows it.

    What they may be instead of somebody by name ends in one of `not_names`.
    """

    called: tuple[str, ...] = ()
    being: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()


NO_TRACES: Final = OwnTraces()


def traces_in(text: str, known: Sequence[str], ways: OwnTraces) -> list[str]:
    """What tells who wrote this, as it stands there and each once; `known` are names that the desk knows."""
    plain = folded(text)
    found = [*_known(plain, known), *_named(plain, ways), *_NUMBER.findall(plain)]
    return list(dict.fromkeys(found))


def _known(plain: str, known: Sequence[str]) -> Iterator[str]:
    for name in known:
        if len(name) >= _SHORTEST_NAME and folded(name) in plain:
            yield name


def _named(plain: str, ways: OwnTraces) -> Iterator[str]:
    for way in ways.called:
        yield from re.findall(f"{re.escape(way)}({_HAN}{{2,4}}?){_ENDS}", plain)
        yield from re.findall(f"{re.escape(way)}({_HAN}{{3}})(?!{_ENDS})", plain)
    for way in ways.being:
        for name in re.findall(f"{re.escape(way)}({_HAN}{{2,3}}){_ENDS}", plain):
            if not name.endswith(ways.not_names):
                yield name
