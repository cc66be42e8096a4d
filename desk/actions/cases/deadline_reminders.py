"""Reminders of deadlines: to the owner before and after, with a copy to the superior. Each is said once.

That a visit or an answer is overdue is the business of the ladder: its notice comes on the next working day.
"""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.responsible import choose, choose_above
from desk.actions.cases.settle import reminder_prefix
from desk.actions.cases.tell_official import official_message
from desk.actions.cases.unhurried import as_reminder
from desk.domain.cases.case import Case, DueStage, State
from desk.domain.deadlines.reminders import soon_from
from desk.domain.escalation.ladder import LadderStep, climbs
from desk.domain.handing_over.routing import Organisation
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work

_FORESEEN = frozenset({DueStage.VISIT, DueStage.REPLY})  # taking up is due the same day: no time to warn


async def remind_of_deadline(work: Work, case: Case, organisation: Organisation) -> None:
    """Say what the deadline of a case calls for now; a tick may ask as often as it likes."""
    if case.due_at is None or case.due_stage is None or _is_alarm(case) or case.paused_at is not None:
        return
    if work.now >= case.due_at:
        await _say_overdue(work, case, organisation)
    elif case.due_stage in _FORESEEN and work.now >= soon_from(case.due_at, work.rules):
        await _say(work, case, choose(case, organisation).staff, "soon")


async def tell_new_owner(work: Work, case: Case, owner: Staff) -> None:
    """Whoever gets an overdue case whose notice went to somebody else learns that it is late."""
    if case.due_at is None or work.now < case.due_at or _is_alarm(case):
        return
    taken = await work.ladder.taken_in(case.id)
    if any(one.step is LadderStep.NOTICE and one.owner_id != owner.id for one in taken):
        await _say(work, case, owner, "overdue")


def _is_alarm(case: Case) -> bool:
    """Danger that nobody has taken up is no matter of reminders."""
    return case.danger and case.due_stage is DueStage.ACCEPT


def _left_to_ladder(work: Work, case: Case) -> bool:
    """Whether the next morning's notice says it all; a case that was reopened may have had its notice."""
    return case.due_stage in _FORESEEN and climbs(case, work.rules) and not case.reopened


async def _say_overdue(work: Work, case: Case, organisation: Organisation) -> None:
    if _left_to_ladder(work, case):
        return
    above = choose_above(case, organisation)
    owner = choose(case, organisation).staff
    if case.state is State.DISPUTED:
        await _say(work, case, owner if above is None else above.staff, "undecided")
        return
    await _say(work, case, owner, "overdue")
    if above is not None:
        await _say(work, case, above.staff, "overdue_copy", owner)


async def _say(work: Work, case: Case, to: Staff, what: str, owner: Staff | None = None) -> None:
    if to.user_id is None or to.away or case.due_at is None:
        return
    due_on = work.rules.day_of(case.due_at).isoformat()
    key = f"{reminder_prefix(case)}{case.due_stage}:{due_on}:{what}:{to.id}"
    if await work.outbox.has(key):  # as it was a minute ago: not worth writing it out again
        return
    known: dict[str, Json] = {} if owner is None else {"owner": owner.name, "phone": owner.phone}
    reminder = as_reminder(work, official_message(work, case, to, f"tick.{what}", known))
    await work.outbox.say(replace(reminder, key=key))
