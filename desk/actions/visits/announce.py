"""A household hears the day before who comes: once, by day, and not when it would be too late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from desk.actions.visits.dropped_reminders import midnight_before, note_drops
from desk.domain.deadlines.deadlines import is_quiet
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json, Lane, message_to
from desk.domain.visits.visit import VisitPlan
from desk.ports.visits.reminders import Chat
from desk.ports.work import Work

AT_ONCE: Final = 200
_DAY: Final = timedelta(days=1)
_TOLD: Final = "visit_reminders.come"


@dataclass(frozen=True, slots=True)
class _Coming:
    """One person, and whoever is coming to homes of theirs on one day."""

    chat: Chat
    plans: Sequence[VisitPlan]


async def tell_some_households(work: Work) -> bool:
    """Tell the next households who comes tomorrow, or today; False when there are none, or it is no time."""
    days = _days_to_tell(work)
    plans = await work.reminders.claim_plans(days[0], days[-1], AT_ONCE) if days else ()
    if not plans:
        return False
    plans = await _kept(work, plans)
    staff = {one.id: one for one in await work.staff.find_many(sorted({plan.staff_id for plan in plans}))}
    coming = [plan for plan in plans if _comes(staff.get(plan.staff_id))]
    for one in _by_chat(coming, await _chats(work, coming)):
        await _tell(work, one, staff)
    return True


async def drop_late_notices(work: Work) -> None:
    """Households that could not be told before the visit was to be: the ledger says how many, day by day.

    So do words of yesterday that have not left by now: whoever they are for has seen who came.
    """
    if work.now.astimezone(work.rules.zone).time() >= work.rules.visiting.tell_until:
        unsent = await work.reminders.drop_stale(_TOLD, midnight_before(work))
        await note_drops(work, "notice", {work.today: unsent})
    late = await work.reminders.claim_plans(date.min, work.today - _DAY, AT_ONCE)
    counts: Counter[date] = Counter()
    while late:
        chats = await _chats(work, late)
        counts.update(plan.planned_on for plan in late if plan.household_id in chats)
        late = await work.reminders.claim_plans(date.min, work.today - _DAY, AT_ONCE)
    await note_drops(work, "household", counts)


def _days_to_tell(work: Work) -> Sequence[date]:
    """Today until noon, for what was not told in time; tomorrow from the evening on; at night nobody."""
    if is_quiet(work.now, work.rules):
        return ()
    clock, today = work.now.astimezone(work.rules.zone).time(), work.today
    days = [today] if clock < work.rules.visiting.tell_until else []
    return [*days, today + _DAY] if clock >= work.rules.visiting.tell_household else days


async def _kept(work: Work, plans: Sequence[VisitPlan]) -> Sequence[VisitPlan]:
    """Without those to households that are paused on that day: nobody goes there."""
    since = min(plan.planned_on for plan in plans)
    homes = sorted({plan.household_id for plan in plans})
    paused = {
        (pause.household_id, plan.planned_on)
        for pause in await work.visits.pauses_of(homes, since)
        for plan in plans
        if pause.household_id == plan.household_id and pause.from_on <= plan.planned_on <= pause.until_on
    }
    return [plan for plan in plans if (plan.household_id, plan.planned_on) not in paused]


def _comes(staff: Staff | None) -> bool:
    return staff is not None and not staff.revoked and not staff.away


async def _chats(work: Work, plans: Sequence[VisitPlan]) -> Mapping[int, Sequence[Chat]]:
    return await work.reminders.chats_of(sorted({plan.household_id for plan in plans})) if plans else {}


def _by_chat(plans: Sequence[VisitPlan], chats: Mapping[int, Sequence[Chat]]) -> Sequence[_Coming]:
    """One message for each person and day, also where several are coming, or to several homes."""
    found: dict[tuple[Chat, date], list[VisitPlan]] = {}
    for plan in plans:
        for chat in chats.get(plan.household_id, ()):
            found.setdefault((chat, plan.planned_on), []).append(plan)
    return [_Coming(chat, theirs) for (chat, _), theirs in found.items()]


async def _tell(work: Work, coming: _Coming, staff: Mapping[int, Staff]) -> None:
    plans = [plan for plan in coming.plans if staff[plan.staff_id].user_id != coming.chat.user_id]
    if not plans:
        return  # their own home
    homes = {plan.household_id for plan in plans}
    heads = await work.visits.heads(sorted(homes)) if len(homes) > 1 else {}
    visitors: list[Json] = [
        {
            "name": staff[plan.staff_id].name,
            "phone": staff[plan.staff_id].phone,
            "head": heads.get(plan.household_id, ""),
        }
        for plan in plans
    ]
    day = plans[0].planned_on
    message = message_to(
        coming.chat,
        f"come:{plans[0].id}:{coming.chat.user_id}",
        _TOLD,
        {"on": day.isoformat(), "today": day == work.today, "visitors": visitors},
    )
    await work.outbox.say(replace(message, lane=Lane.REMINDER))
