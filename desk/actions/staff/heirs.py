"""Who has handed over to whom, until everything that was theirs by name has followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.ports.work import Work

_WAITING: Final = "households:handed_over"  # pairs of giver and heir, oldest first


async def note_handover(work: Work, giver_id: int, heir_id: int) -> None:
    """Remember that what the giver has by name goes to the heir: the next tick begins with it."""
    waiting = await work.facts.get(_WAITING) or ""
    await work.facts.set(_WAITING, f"{waiting} {giver_id}>{heir_id}".strip())


async def waiting_handovers(work: Work) -> Sequence[tuple[int, int]]:
    """Giver and heir of every handover that has not been followed to its end, oldest first."""
    pairs = (await work.facts.get(_WAITING) or "").split()
    return [(int(giver), int(heir)) for giver, _, heir in (pair.partition(">") for pair in pairs)]


async def end_first_handover(work: Work) -> None:
    """Forget the oldest handover: all of it has followed."""
    rest = (await work.facts.get(_WAITING) or "").split()[1:]
    await work.facts.set(_WAITING, " ".join(rest))
