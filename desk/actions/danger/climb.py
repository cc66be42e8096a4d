"""Danger that nobody takes up climbs: after a quarter of an hour the town's leader, then the county.

Taking it up is the acknowledgement.
"""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.card import TASK, URGENT, CardReader, send_card
from desk.actions.cases.card_text import reporter_arguments
from desk.actions.cases.responsible import choose, choose_above, present_at
from desk.actions.cases.tell_official import official_message
from desk.actions.danger.alarm_case import is_silenced
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Case, DueStage, Hold
from desk.domain.county.areas import Level
from desk.domain.deadlines.reminders import county_told_at
from desk.domain.handing_over.routing import Organisation, above, accountable
from desk.domain.handing_over.seats import Seat
from desk.domain.people.people import Role, Staff
from desk.domain.talk.messages import Lane
from desk.ports.work import Work

_TOWN_LEADER = Seat(Role.LEADER, Level.TOWN)


async def raise_danger(work: Work, case: Case, organisation: Organisation) -> None:
    """Alert the town's leader, else the superior, when the time to take danger up is over.

    When twice that time is over, alert the county. Night and holidays make no difference.
    """
    if not case.danger or case.due_stage is not DueStage.ACCEPT or case.due_at is None:
        return
    if work.now < case.due_at:
        return
    owner, leader = choose(case, organisation).staff, _leader(case, organisation)
    higher = choose_above(case, organisation)
    if leader is not None and leader.id != owner.id:
        await _alert(work, case, leader, owner, "danger_leader")
    elif higher is not None:
        await _alert(work, case, higher.staff, owner, "danger_first")
    if work.now >= county_told_at(case.due_at, work.rules):
        await _alert(work, case, _duty(case, organisation), owner, "danger_county")


def _leader(case: Case, organisation: Organisation) -> Staff | None:
    """The town's leader, where there is one; a complaint about an official is none of theirs."""
    return None if case.outside else present_at(organisation, _TOWN_LEADER)


def _duty(case: Case, organisation: Organisation) -> Staff:
    """The county's duty officer; of a complaint about an official the last who may know of it at all."""
    if not case.outside:
        return accountable(organisation, Hold(Level.COUNTY)).staff
    *_, last = (choose(case, organisation), *above(organisation, case.hold))
    return last.staff


async def _alert(work: Work, case: Case, to: Staff, owner: Staff, what: str) -> None:
    if to.user_id is None or case.due_at is None:
        return
    silent = await is_silenced(work, case)
    if to.id != owner.id and not await _has_card(work, case, to):
        capacity = Capacity.LEADER if what == "danger_leader" else Capacity.SUPERIOR
        await send_card(work, case, CardReader(to, capacity, owner), replace(URGENT, silent=silent))
    known = reporter_arguments(case, await work.people.get(case.reporter_id))
    arguments = {
        "reporter": known["reporter"],
        "resident_phone": known["phone"],
        "owner": owner.name,
        "phone": owner.phone,
    }
    message = official_message(work, case, to, f"tick.{what}", arguments)
    key = f"danger:{case.id}:{case.due_at:%y%m%d%H%M}:{what}"
    await work.outbox.say(replace(message, key=key, lane=Lane.WAITING, silent=silent))


async def _has_card(work: Work, case: Case, staff: Staff) -> bool:
    return any(copy.chat_id == staff.user_id for copy in await work.outbox.copies(case.id, TASK))
