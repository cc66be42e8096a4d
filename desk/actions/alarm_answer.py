"""Who calls where danger was seen in a form that is still open, and what happens when nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desk.actions.alarm import (
    AT,
    TOLD,
    alarm_message,
    area_of,
    begun_at,
    was_named,
    was_outside,
    with_newest,
)
from desk.actions.door import NOT_YOURS, Conflict, Refusal
from desk.actions.ports import Work
from desk.actions.who import posts_over, present_at
from desk.domain.areas import Level
from desk.domain.cases import Hold
from desk.domain.drafts import ALARMED, Draft
from desk.domain.ledger import Entry
from desk.domain.messages import Json, Lane, Message
from desk.domain.people import Person, Role, Staff
from desk.domain.routing import Organisation, accountable, superior
from desk.domain.seats import Seat

_CALLER, _CLIMBED = "caller", "climbed"  # in the mark of the draft
_OVER = Refusal("alarm.over")
_TOWN_LEADER: Final = Seat(Role.LEADER, Level.TOWN)
LEADER, COUNTY = "leader", "county"


async def answer_alarm(work: Work, person: Person, begun: int) -> Refusal | None:
    """Note who calls and tell the others, once; None when it was noted."""
    staff = await work.staff.find_by_person(person.id)
    if staff is None or staff.revoked:
        return NOT_YOURS
    draft = await _draft_told_to(work, staff, begun)
    if draft is None:
        return _OVER
    marked = _mark(draft)
    if isinstance(caller := marked.get(_CALLER), int):
        before = await work.staff.find(caller)
        return None if before is None or caller == staff.id else _called_before(before)
    await _save(work, draft, {**marked, _CALLER: staff.id})
    await work.ledger.append(Entry(None, "answer_alarm", "official", person_id=person.id))
    for key, chat_id, language in _told(draft):
        if chat_id != staff.user_id:
            await work.outbox.say(_called(staff, key, chat_id, language))
    return None


def _called_before(staff: Staff) -> Refusal:
    return Refusal("alarm.called_before", {"owner": staff.name, "phone": staff.phone})


async def _draft_told_to(work: Work, staff: Staff, begun: int) -> Draft | None:
    try:
        drafts = await work.drafts.find_begun(begun_at(begun))
    except OverflowError:
        return None
    told = (one for one in drafts if any(chat_id == staff.user_id for _, chat_id, _ in _told(one)))
    return next(told, None)


def _called(staff: Staff, key: str, chat_id: int, language: str) -> Message:
    return Message(
        key=f"{key}:called",
        chat_id=chat_id,
        template="alarm.called",
        arguments={"owner": staff.name, "phone": staff.phone},
        lane=Lane.WAITING,
        language=language,
        hidden=True,  # the key names whose chat it was
    )


def waits_for_call(draft: Draft, now: datetime, minutes: int) -> bool:
    """Whether danger was seen so long ago in an open form, and nobody has said that they call."""
    marked = _mark(draft)
    at = marked.get(AT)
    if not isinstance(at, str) or _CALLER in marked:
        return False
    return now >= datetime.fromisoformat(at) + timedelta(minutes=minutes)


async def raise_alarm(work: Work, seen: Draft) -> None:
    """Tell the town's leader, or the superior once more, and after twice the time the county; each once.

    What may be a complaint about somebody in office stays with those who were told.
    """
    draft, person = await work.drafts.find(seen.chat_id), await work.people.find_by_user(seen.chat_id)
    minutes = work.rules.acceptance.danger_minutes
    if draft is None or person is None or was_outside(draft) or not waits_for_call(draft, work.now, minutes):
        return
    area = area_of(work, person, draft)
    organisation = Organisation(await posts_over(work, area.code), work.areas.line(area.code), work.now)
    steps = {LEADER: _leader(organisation, Hold(area.level))}
    if waits_for_call(draft, work.now, 2 * minutes):
        steps[COUNTY] = accountable(organisation, Hold(Level.COUNTY)).staff
    for what, staff in steps.items():
        draft = await _climb(work, person, draft, (what, staff))


def _leader(organisation: Organisation, hold: Hold) -> Staff:
    above = superior(organisation, hold)
    known = accountable(organisation, hold) if above is None else above
    return present_at(organisation, _TOWN_LEADER) or known.staff


async def _climb(work: Work, person: Person, draft: Draft, step: tuple[str, Staff]) -> Draft:
    (what, staff), marked = step, _mark(draft)
    climbed = marked.get(_CLIMBED)
    done = climbed if isinstance(climbed, list) else []
    if what in done or staff.user_id is None:
        return draft
    recent = await with_newest(work, draft)
    message = alarm_message(work, person, recent, (staff, not was_named(draft)), what)
    await work.outbox.say(message)
    card: Json = [message.key, message.chat_id, message.language]
    told = marked.get(TOLD)
    cards = [*(told if isinstance(told, list) else []), card]
    return await _save(work, draft, {**marked, _CLIMBED: [*done, what], TOLD: cards})


def _mark(draft: Draft) -> dict[str, Json]:
    marked = draft.answers.get(ALARMED)
    return marked if isinstance(marked, dict) else {}


def _told(draft: Draft) -> Sequence[tuple[str, int, str]]:
    told = _mark(draft).get(TOLD)
    cards = [one for one in told if isinstance(one, list)] if isinstance(told, list) else []
    return [(str(key), chat, str(language)) for key, chat, language in cards if isinstance(chat, int)]


async def _save(work: Work, draft: Draft, marked: Json) -> Draft:
    """The mark alone: when its writer was last heard stays as it was. Raises Conflict."""
    kept = replace(draft, version=draft.version + 1, answers={**draft.answers, ALARMED: marked})
    if not await work.drafts.save(kept):
        raise Conflict("the form was changed meanwhile")
    return kept
