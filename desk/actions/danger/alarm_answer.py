"""Who calls where danger was heard, and what happens when nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import present_at
from desk.actions.danger.alarm import alarms_in
from desk.actions.danger.alarm_cards import keep_alarm, renew, ring, tell_others
from desk.actions.danger.alarm_hearers import area_of, organisation_at, texts_of
from desk.actions.danger.is_muted import is_muted
from desk.domain.cases.case import Hold
from desk.domain.cases.ledger import Entry
from desk.domain.county.areas import Level
from desk.domain.danger.alarms import Alarm, AlarmStep
from desk.domain.handing_over.routing import Organisation, accountable, superior
from desk.domain.handing_over.seats import Seat
from desk.domain.people.people import Person, Role, Staff
from desk.ports.work import Work

HEARD_NOW: Final = "danger"  # as it is counted
_OVER: Final = Refusal("alarm.over")
_ANSWERABLE: Final = timedelta(days=1)
_TOWN_LEADER: Final = Seat(Role.LEADER, Level.TOWN)


async def answer_alarm(work: Work, person: Person, alarm_id: int) -> Refusal | None:
    """Note who calls and tell the others, once; None when it was noted."""
    told = await alarm_told_to(work, person, alarm_id)
    if isinstance(told, Refusal):
        return told
    alarm, staff = told
    if alarm.caller is not None:
        before = await work.staff.find(alarm.caller)
        return None if before is None or before.id == staff.id else _called_before(before)
    if alarm.case_id is not None or alarm.taken_back:
        return _OVER
    called = await keep_alarm(work, replace(alarm, caller=staff.id, climbs=False))
    await work.ledger.append(Entry(None, "answer_alarm", "official", person_id=person.id))
    await tell_others(work, alarm, staff)
    await renew(work, called, [staff.id])
    return None


async def mark_false(work: Work, person: Person, alarm_id: int) -> Refusal | None:
    """Whoever called says that nobody was in danger: it is counted, without the words; None when noted."""
    told = await alarm_told_to(work, person, alarm_id)
    if isinstance(told, Refusal):
        return told
    alarm, staff = told
    if alarm.caller != staff.id:
        return _OVER
    if not alarm.false:
        marked = await keep_alarm(work, replace(alarm, false=True))
        await work.hearing_counts.count(work.today, HEARD_NOW, "no danger")
        await renew(work, marked, [staff.id])
    return None


async def alarm_told_to(work: Work, person: Person, alarm_id: int) -> tuple[Alarm, Staff] | Refusal:
    """The alarm, if this official has its card; there is none and it is not yours look alike."""
    staff = await official_of(work, person)
    if staff is None:
        return NOT_YOURS
    alarm = await work.alarms.find(alarm_id)
    if alarm is None or alarm.card_of(staff.id) is None or work.now - alarm.heard_at > _ANSWERABLE:
        return _OVER
    return alarm, staff


async def whole_story(work: Work, person: Person, alarm_id: int) -> list[str] | Refusal:
    """Everything that was written in the form so far, for an official who has the card; the look is noted."""
    told = await alarm_told_to(work, person, alarm_id)
    if isinstance(told, Refusal):
        return told
    writer = await work.people.get(told[0].person_id)
    draft = await work.drafts.find(writer.user_id)
    if draft is None or alarm_id not in alarms_in(draft):
        return _OVER
    await work.ledger.append(Entry(None, "view_alarm", "official", person_id=person.id))
    return texts_of(await work.drafts.whole(draft))


def _called_before(staff: Staff) -> Refusal:
    return Refusal("alarm.called_before", {"owner": staff.name, "phone": staff.phone})


async def raise_alarm(work: Work, seen: Alarm) -> None:
    """Ring once more at each step: with the town's leader, or the superior; later with the county."""
    alarm = await work.alarms.find(seen.id)
    minutes = work.rules.acceptance.danger_minutes
    if alarm is None or not alarm.waits(work.now, minutes):
        return
    area = area_of(work, alarm.place)
    organisation = await organisation_at(work, area)
    steps = {AlarmStep.LEADER: _leader(organisation, Hold(area.level))}
    if alarm.waits(work.now, 2 * minutes):
        steps[AlarmStep.COUNTY] = accountable(organisation, Hold(Level.COUNTY)).staff
    due = {step: staff for step, staff in steps.items() if step not in alarm.climbed}
    if not due:
        return
    await keep_alarm(work, await _climbed(work, alarm, due))


async def _climbed(work: Work, alarm: Alarm, due: dict[AlarmStep, Staff]) -> Alarm:
    """After a standstill both steps may be due: then everybody hears one ring, of the higher one."""
    step = max(due, key=list(AlarmStep).index)
    there = [staff for card in alarm.cards if (staff := await work.staff.find(card.staff_id)) is not None]
    everybody = {staff.id: staff for staff in [*there, *due.values()]}
    muted = alarm.mutable and await is_muted(work, alarm.person_id)
    alarm = replace(alarm, muted=muted, climbed=(*alarm.climbed, *due), climbs=step is not AlarmStep.COUNTY)
    return await ring(work, alarm, everybody.values(), step)


def _leader(organisation: Organisation, hold: Hold) -> Staff:
    above = superior(organisation, hold)
    known = accountable(organisation, hold) if above is None else above
    return present_at(organisation, _TOWN_LEADER) or known.staff
