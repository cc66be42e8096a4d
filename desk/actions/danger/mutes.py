"""Muting: a town asks that the alarms of somebody who cries wolf make no sound, and the county agrees.

Whoever has complained about an official is not muted by that official, nor by anybody above them. Nobody can
tell from an answer that this was the reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.danger.alarm_answer import alarm_told_to
from desk.actions.danger.is_muted import may_not_mute, muted_by
from desk.actions.danger.mute_cards import ask_county, tell_end, tell_ruling
from desk.domain.cases.ledger import Entry
from desk.domain.cases.permissions import MUTING, MuteAct
from desk.domain.danger.mutes import Mute
from desk.domain.people.people import Person, Staff
from desk.ports.work import Work

_ALONE: Final = Refusal("mute.alone")
_ASKED: Final = Refusal("mute.asked_before")
_MUTED: Final = Refusal("mute.muted_before")
_RULED: Final = Refusal("mute.ruled_before")
_OFFICIAL: Final = "official"


async def may_ask(work: Work, person: Person, alarm_id: int) -> Refusal | None:
    """Why this official may not ask that whoever is behind the alarm be muted; None when they may."""
    told = await alarm_told_to(work, person, alarm_id)
    if isinstance(told, Refusal):
        return told
    alarm, staff = told
    often = alarm.before + alarm.times >= work.rules.alarms.mute_from
    if not alarm.mutable or not often or not await holds(work, staff, MuteAct.ASK):
        return NOT_YOURS  # no card of theirs has such a button
    if await muted_by(work, alarm.person_id) is not None:
        return _MUTED
    before = await work.mutes.newest(alarm.person_id)
    if before is not None and before.waits(work.now):
        return _ASKED
    return None if await _county(work, staff.id) else _ALONE


async def ask_mute(work: Work, person: Person, alarm_id: int, reason: str) -> Refusal | None:
    """Ask the county; None when it was noted.

    Where the person has complained about whoever asks, nobody is asked, and the request lapses unanswered.
    """
    refusal = await may_ask(work, person, alarm_id)
    if refusal is not None:
        return refusal
    told = await alarm_told_to(work, person, alarm_id)
    if isinstance(told, Refusal):
        return told
    alarm, staff = told
    mute = Mute(0, alarm.person_id, staff.id, work.now, reason)
    mute = replace(mute, id=await work.mutes.ask(mute))
    await _note(work, person, "ask_mute", mute, reason)
    if not await may_not_mute(work, staff.id, alarm.person_id):
        await ask_county(work, (mute, alarm), staff, await _who_may_rule(work, mute))
    return None


async def rule_mute(work: Work, person: Person, mute_id: int, *, granted: bool) -> Mute | Refusal:
    """The county agrees or not; agreed, the alarms of that person make no sound from now on."""
    mute, staff = await work.mutes.find(mute_id), await _at_county(work, person, MuteAct.RULE)
    if mute is None or staff is None or staff.id not in {one.id for one in await _who_may_rule(work, mute)}:
        return NOT_YOURS
    if mute.granted is not None:
        return _RULED
    if not mute.waits(work.now):
        return Refusal("mute.lapsed")
    until = work.now + timedelta(days=work.rules.alarms.mute_days) if granted else None
    ruled = replace(mute, ruled_by=staff.id, granted=granted, until=until)
    if not await work.mutes.rule(ruled):
        return _RULED
    await _note(work, person, "grant_mute" if granted else "refuse_mute", ruled)
    await tell_ruling(work, ruled, staff, await _who_may_rule(work, mute))
    return ruled


async def end_mute(work: Work, person: Person, mute_id: int) -> Mute | Refusal:
    """The county ends it before its time."""
    mute, staff = await work.mutes.find(mute_id), await _at_county(work, person, MuteAct.END)
    if mute is None or staff is None:
        return NOT_YOURS
    if not mute.lasts(work.now) or not await work.mutes.end(mute_id, staff.id):
        return Refusal("mute.over")
    await _note(work, person, "end_mute", mute)
    await tell_end(work, mute, staff, await _who_may_rule(work, mute))
    return mute


async def holds(work: Work, staff: Staff, act: MuteAct) -> bool:
    """Whether a post of theirs lets them do this."""
    return any(post.role in MUTING[act] for post in await work.staff.posts_of(staff.id))


async def _at_county(work: Work, person: Person, act: MuteAct) -> Staff | None:
    staff = await official_of(work, person)
    return staff if staff is not None and await holds(work, staff, act) else None


async def _county(work: Work, asker_id: int) -> list[Staff]:
    """Who at the county could be asked, but for whoever asks."""
    posts = await work.staff.posts_in([work.areas.county.code])
    people = {
        staff.id: staff
        for post in posts
        if post.role in MUTING[MuteAct.RULE]
        for staff in post.people
        if staff.present and staff.id != asker_id
    }
    return [people[staff_id] for staff_id in sorted(people)]


async def _who_may_rule(work: Work, mute: Mute) -> list[Staff]:
    county = await _county(work, mute.asked_by)
    return [one for one in county if not await may_not_mute(work, one.id, mute.person_id)]


async def _note(work: Work, person: Person, act: str, mute: Mute, words: str = "") -> None:
    await work.ledger.append(
        Entry(None, act, _OFFICIAL, person_id=person.id, details=f"mute:{mute.id}", words=words)
    )
