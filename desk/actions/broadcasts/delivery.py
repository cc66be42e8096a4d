"""How a broadcast that was sent off gets on: recipients are entered, let go some at a time, and counted."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.broadcasts.card_text import say_card
from desk.actions.cases.door import Conflict
from desk.domain.broadcasts.broadcast import Broadcast, BroadcastState, area_and_below
from desk.domain.deadlines.deadlines import after_quiet, is_quiet
from desk.ports.work import Work


async def spread_some(work: Work, broadcast_id: int) -> bool:
    """Enter some more recipients; False when nobody is left, or nobody may be entered."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None or broadcast.spread or broadcast.state is not BroadcastState.RUNNING:
        return False
    codes = area_and_below(work.areas, broadcast.recipients.area_code)
    return await work.broadcasts.mail.spread(broadcast, codes, after_quiet(work.now, work.rules))


async def sweep_some(work: Work, broadcast_id: int) -> bool:
    """Drop some of what a stopped broadcast has left; False when there is nothing to drop."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None or broadcast.state is not BroadcastState.STOPPED:
        return False
    return await work.broadcasts.mail.drop(broadcast_id)


async def get_on(work: Work, broadcast_id: int) -> None:
    """Let the next ones go, by day, and show the author how far it is; end what is over."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None:
        return
    if broadcast.state is BroadcastState.RUNNING:
        await _let_go(work, broadcast)
    tally = await work.broadcasts.mail.tally(broadcast_id)
    if tally.waiting == 0 and _is_over(broadcast):
        broadcast = await _done(work, broadcast)
        await work.broadcasts.end(broadcast_id)
    await say_card(work, broadcast, tally)


async def _let_go(work: Work, broadcast: Broadcast) -> None:
    if is_quiet(work.now, work.rules):
        await work.broadcasts.mail.park(broadcast.id)
    else:
        await work.broadcasts.mail.release(broadcast.id)


def _is_over(broadcast: Broadcast) -> bool:
    """A paused one waits for its author, even when everything has left."""
    if broadcast.state is BroadcastState.RUNNING:
        return broadcast.spread
    return broadcast.state is BroadcastState.STOPPED


async def _done(work: Work, broadcast: Broadcast) -> Broadcast:
    if broadcast.state is BroadcastState.STOPPED:
        return broadcast
    done = replace(broadcast, state=BroadcastState.DONE, version=broadcast.version + 1)
    if not await work.broadcasts.save(done):
        raise Conflict("the broadcast was changed meanwhile")
    return done
