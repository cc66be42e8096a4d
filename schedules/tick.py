"""One thing that is done again and again, as a room declares it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from schedules.clockwork import Clockwork
from schedules.moments import Acts, always

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done again and again. Running it twice, late, or on two machines says nothing twice.

    `does` is one short sentence for operators; `acts` tells when it has something to do at all.
    """

    name: str
    every_seconds: int
    run: Callable[[Clockwork], Awaitable[None]]
    does: str = ""
    acts: Acts = always
