"""What became of a broadcast, for its author; and who has not read it, for whoever rings them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.broadcasts.authors import note_broadcast, office_of
from desk.actions.broadcasts.card_text import say_card, say_ring
from desk.actions.cases.door import NOT_YOURS, STALE, Refusal
from desk.actions.cases.officials import official_of
from desk.domain.broadcasts.broadcast import (
    ALL_RUNG,
    ASIDE,
    PAGE,
    Broadcast,
    BroadcastAct,
    DeliveryTally,
    Readers,
    Received,
    Unread,
    area_and_below,
)
from desk.domain.county.areas import Area, Level
from desk.domain.people.people import Person, Role
from desk.ports.work import Work

VILLAGES_ON_A_PAGE: Final = 10
_RING_AT_ONCE: Final = 20  # villages in one transaction
_RINGERS: Final = frozenset({Role.VILLAGE_MONITOR, Role.TOWN_DESK, Role.COUNTY_OFFICE})
_RUNG_BEFORE: Final = Refusal("broadcast.rung_before")


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Some recipients; `held` says of how many nobody knows whether they got it."""

    broadcast: Broadcast
    people: Sequence[Received]
    total: int
    number: int
    held: int

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """Some villages of a broadcast, with who has read it."""

    broadcast: Broadcast
    villages: Sequence[tuple[Area, Readers | None]]
    tally: DeliveryTally
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """Some of those in a village who have not read it."""

    broadcast: Broadcast
    village: Area
    people: Sequence[Unread]
    number: int


async def results_of(
    work: Work, person: Person, broadcast_id: int, number: int, *, missed: bool
) -> ResultPage | Refusal:
    """A page of recipients, `number` counted from 0; with `missed` only whom it did not reach for certain."""
    broadcast = await _answered_for(work, person, broadcast_id)
    if isinstance(broadcast, Refusal):
        return broadcast
    results = work.broadcasts.results
    total = await results.count(broadcast_id, missed=missed)
    number = max(0, min(number, (total - 1) // PAGE))
    people = await results.page(broadcast_id, number, missed=missed)
    tally = await work.broadcasts.mail.tally(broadcast_id)
    return ResultPage(broadcast, people, total, number, tally.held)


async def leave_held(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    """What may have arrived is not sent again."""
    found = await _beside(work, person, broadcast_id, BroadcastAct.LEAVE)
    if isinstance(found, Broadcast):
        await work.broadcasts.mail.leave(broadcast_id)
        await say_card(work, found, await work.broadcasts.mail.tally(broadcast_id))
    return found


async def readers_of(work: Work, person: Person, broadcast_id: int, number: int) -> ReaderPage | Refusal:
    """Village by village how many got it and how many have read it, `number` counted from 0."""
    broadcast = await _answered_for(work, person, broadcast_id)
    if isinstance(broadcast, Refusal):
        return broadcast
    villages = villages_of(work, broadcast)
    pages = max(1, -(-len(villages) // VILLAGES_ON_A_PAGE))
    number = max(0, min(number, pages - 1))
    shown = villages[number * VILLAGES_ON_A_PAGE :][:VILLAGES_ON_A_PAGE]
    counted = await work.broadcasts.results.readers(broadcast, [one.code for one in shown])
    known = {one.area_code: one for one in counted}
    tally = await work.broadcasts.mail.tally(broadcast_id)
    return ReaderPage(broadcast, [(one, known.get(one.code)) for one in shown], tally, number, pages)


async def unread_in(
    work: Work, person: Person, broadcast_id: int, village_code: str, number: int
) -> UnreadPage | Refusal:
    """Who in a village has not read it, for those who look after that village; noted in the ledger."""
    broadcast = await work.broadcasts.find(broadcast_id)
    village = work.areas.get(village_code)
    if broadcast is None or village is None or village not in villages_of(work, broadcast):
        return NOT_YOURS
    role = await _ringer(work, person, village_code)
    if role is None or not broadcast.recipients.private:
        return NOT_YOURS
    people = await work.broadcasts.results.unread(broadcast, village_code, number)
    await note_broadcast(work, person, broadcast, BroadcastAct.READERS, role)
    return UnreadPage(broadcast, village, people, number)


async def ask_villages(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    """Let each village's monitor ring up those who have not read it; asked once."""
    found = await _beside(work, person, broadcast_id, BroadcastAct.RING)
    if isinstance(found, Broadcast):
        await work.broadcasts.ring(broadcast_id, 0)
    return found


async def ring_some(work: Work, broadcast_id: int) -> bool:
    """Ask the monitors of some more villages; False when nobody is left, or nobody is to be asked."""
    broadcast, rung = await work.broadcasts.find(broadcast_id), await work.broadcasts.rung(broadcast_id)
    if broadcast is None or rung is None or rung == ALL_RUNG:
        return False
    villages = [one.code for one in villages_of(work, broadcast)[rung : rung + _RING_AT_ONCE]]
    counts = {one.area_code: one for one in await work.broadcasts.results.readers(broadcast, villages)}
    for post in await work.staff.posts_in(villages) if counts else ():
        readers = counts.get(post.area_code)
        to = post.on_duty
        if post.role is Role.VILLAGE_MONITOR and readers and to and readers.sent > readers.read:
            await say_ring(work, broadcast, to, readers)
    await work.broadcasts.ring(broadcast_id, rung + _RING_AT_ONCE if villages else ALL_RUNG)
    return bool(villages)


def villages_of(work: Work, broadcast: Broadcast) -> Sequence[Area]:
    """The villages that a broadcast is for, in the order of their codes."""
    codes = sorted(area_and_below(work.areas, broadcast.recipients.area_code))
    areas = [work.areas.get(code) for code in codes]
    return [area for area in areas if area is not None and area.level is Level.VILLAGE]


async def _answered_for(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None or await office_of(work, person, broadcast) is None:
        return NOT_YOURS
    return broadcast


async def _beside(work: Work, person: Person, broadcast_id: int, act: BroadcastAct) -> Broadcast | Refusal:
    """The broadcast, if this person may do that beside its way; it is noted."""
    broadcast = await work.broadcasts.find(broadcast_id)
    post = None if broadcast is None else await office_of(work, person, broadcast)
    if broadcast is None or post is None:
        return NOT_YOURS
    if act is BroadcastAct.RING and not broadcast.recipients.private:
        return NOT_YOURS
    if broadcast.state not in ASIDE[act]:
        return STALE
    if act is BroadcastAct.RING and await work.broadcasts.rung(broadcast_id) is not None:
        return _RUNG_BEFORE
    if act is BroadcastAct.LEAVE and not (await work.broadcasts.mail.tally(broadcast_id)).held:
        return STALE
    await note_broadcast(work, person, broadcast, act, post.role)
    return broadcast


async def _ringer(work: Work, person: Person, village_code: str) -> Role | None:
    """In which role they may see who is to be rung up there."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    above = {area.code for area in work.areas.line(village_code)}
    posts = await work.staff.posts_of(staff.id)
    return next((post.role for post in posts if post.role in _RINGERS and post.area_code in above), None)
