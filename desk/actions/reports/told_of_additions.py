"""How an official hears that the reporter adds words: a few messages an hour, and then in the last of them.

Nothing is lost by it: everything stands with the case, whose card says how much there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.domain.cases.case import Case
from desk.domain.people.people import Staff
from desk.ports.work import Work

_AN_HOUR: Final = 5


@dataclass(frozen=True, slots=True)
class Telling:
    """The key of what is said, and of the message that it takes the place of, if it does."""

    key: str
    edits: str = ""


async def telling_of(work: Work, case: Case, owner: Staff) -> Telling:
    """A message of its own for the first few of an hour; what follows edits the last of those."""
    hour = work.now.strftime("%y%m%d%H")
    keys = [f"task.added:{case.id}:{owner.id}:{hour}:{number}" for number in range(_AN_HOUR)]
    for key in keys:
        if not await work.outbox.has(key):
            return Telling(key)
    return Telling(f"{keys[-1]}:{case.version}", edits=keys[-1])
