"""What it costs, in nats, that one character was written where another one was meant.

The costs are log-probabilities of a small model of how people type: mostly right,
sometimes a character of the same sound (one of some twenty), sometimes one that sounds
or looks alike, seldom anything else. `UNRELATED` is the dearest.
"""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations
from pathlib import Path

from places.sounds import blurred, readings

SAME = 0.1
SAME_SOUND = 5.0
RARE_SOUND = 7.0
ALIKE_LOOK = 5.5
NEAR_SOUND = 6.0
UNRELATED = 11.0
DROPPED = 5.0
ADDED = 5.0

_TABLE = Path(__file__).parent / "data" / "lookalikes.toml"


def _pairs() -> Iterator[tuple[str, str]]:
    groups: list[str] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["groups"]
    for group in groups:
        yield from permutations(group, 2)


@lru_cache(maxsize=1)
def lookalikes() -> dict[str, frozenset[str]]:
    """Characters that are easily written for one another, from the shipped table."""
    table: dict[str, set[str]] = {}
    for one, other in _pairs():
        table.setdefault(one, set()).add(other)
    return {char: frozenset(others) for char, others in table.items()}


@lru_cache(maxsize=200_000)
def cost(written: str, meant: str) -> float:
    """Nats for `written` where `meant` was meant."""
    if written == meant:
        return SAME
    if readings(written)[0] == readings(meant)[0]:
        return SAME_SOUND
    if written in lookalikes().get(meant, ()):
        return ALIKE_LOOK
    if blurred(readings(written)[0]) == blurred(readings(meant)[0]):
        return NEAR_SOUND
    return RARE_SOUND if set(readings(written)) & set(readings(meant)) else UNRELATED
