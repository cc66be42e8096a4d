"""After a backup took the place of the database: what many were to be told waits for a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.broadcasts.card_text import say_card
from desk.actions.cases.door import Conflict
from desk.actions.cases.number import numbered_day
from desk.domain.broadcasts.broadcast import Broadcast, BroadcastState
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.ledger import Entry
from desk.ports.work import Work

RESTORED: Final = "database_restored"
NUMBERS_SKIPPED: Final = 5_000  # more than a city reports in a day; four digits are enough for most counties


async def note_restored(work: Work, stood_at: str) -> None:
    """Pause what was still looking for its recipients, and say in the ledger how old the backup was.

    Numbers that were given out today after the backup are in people's hands: they are not given out again.
    """
    await work.cases.skip_numbers(numbered_day(work), NUMBERS_SKIPPED)
    for broadcast_id in await work.broadcasts.find_untended():
        broadcast = await work.broadcasts.find(broadcast_id)
        if broadcast is not None and broadcast.state is BroadcastState.RUNNING and not broadcast.spread:
            await _pause(work, broadcast)
    details = f"as of:{stood_at}" if stood_at else ""
    await work.ledger.append(Entry(None, RESTORED, Capacity.DESK.value, details=details))


async def _pause(work: Work, broadcast: Broadcast) -> None:
    """Its author goes on with it, or stops it."""
    paused = replace(broadcast, state=BroadcastState.PAUSED, version=broadcast.version + 1)
    if not await work.broadcasts.save(paused):
        raise Conflict("the broadcast was changed meanwhile")
    await say_card(work, paused, await work.broadcasts.mail.tally(paused.id))
