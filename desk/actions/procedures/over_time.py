"""What happens to procedures with time: the person asked changes, a step is near or late, a year ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.unhurried import as_reminder
from desk.actions.procedures.card import card_key, close_card, send_match
from desk.actions.procedures.open import DESK, ProcedureOpening, open_procedure
from desk.actions.procedures.record import hand_procedure_card, over_words, save
from desk.actions.procedures.responsible import StepOwner, who_is_above_step, who_is_asked
from desk.actions.procedures.tell_household import tell_household
from desk.domain.cases.case import Source
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import Household
from desk.domain.people.people import Staff
from desk.domain.procedures.clock import near_from, notice_until, sweep_since, sweep_year
from desk.domain.procedures.procedure import Procedure, ProcedureAct, ProcedureKind, Stage
from desk.domain.talk.messages import Button, Json, message_to
from desk.ports.work import Work

AT_ONCE: Final = 10  # assessments opened in one transaction
_TENDED: Final = "procedures:tended"  # the last day on which everything was gone through
# In these the household waits for somebody by name.
_NAMED: Final = frozenset({Stage.VERIFICATION, Stage.MEASURES})


async def watch_procedure(work: Work, procedure_id: int) -> None:
    """Follow who is asked for the next step, and remind them; each reminder is said once."""
    procedure = await work.procedures.find(procedure_id)
    household = None if procedure is None else await work.households.find(procedure.household_id)
    if procedure is None or household is None or not procedure.is_open:
        return
    asked = await who_is_asked(work, procedure, household)
    if asked.staff.id != procedure.told_staff_id:
        procedure = await _follow(work, procedure, household, asked)
    await _remind(work, procedure, household, asked)


async def _follow(work: Work, before: Procedure, household: Household, asked: StepOwner) -> Procedure:
    """The step is somebody else's now: their card is a new one, and the old one is closed."""
    after = replace(before, version=before.version + 1, turn=before.turn + 1, told_staff_id=asked.staff.id)
    await save(work, after)
    entry = about_household(
        household.id,
        ProcedureAct.REASSIGN,
        DESK,
        None,
        f"procedure:{after.id} {after.stage} staff_id:{asked.staff.id}",
    )
    await work.ledger.append(entry)
    former = None if before.told_staff_id is None else await work.staff.find(before.told_staff_id)
    if former is not None and not _of_a_sweep(after):
        await close_card(work, card_key(before, former), former, over_words(household, after, None))
    await _show(work, after, household, asked)
    if after.stage in _NAMED:
        await tell_household(work, after, household, asked.staff)
    return after


def _of_a_sweep(procedure: Procedure) -> bool:
    """One of very many that began on the same day: they are named together."""
    return procedure.sweep_year is not None and procedure.stage is Stage.ASSESSMENT


async def _show(work: Work, procedure: Procedure, household: Household, asked: StepOwner) -> None:
    if asked.match is not None:
        await send_match(work, procedure, household, asked)
    elif not _of_a_sweep(procedure):
        await hand_procedure_card(work, procedure, household, asked)


async def _remind(work: Work, procedure: Procedure, household: Household, asked: StepOwner) -> None:
    if _of_a_sweep(procedure):
        return
    if procedure.due_at <= work.now:
        await _say(work, procedure, asked.staff, "late", _words(work, procedure, household, asked))
        superior = await who_is_above_step(work, procedure, household, asked)
        if superior is not None:
            await _say(work, procedure, superior, "late_copy", _words(work, procedure, household, asked))
    elif near_from(procedure, work.rules) <= work.now:
        await _say(work, procedure, asked.staff, "soon", _words(work, procedure, household, asked))


def _words(work: Work, procedure: Procedure, household: Household, asked: StepOwner) -> dict[str, Json]:
    until = notice_until(procedure, work.rules)
    return {
        "kind": procedure.kind.value,
        "stage": procedure.stage.value,
        "head": household.head.name,
        "due_at": procedure.due_at.isoformat(),
        "notice_until": "" if until is None else until.isoformat(),
        "owner": asked.staff.name,
        "owner_phone": asked.staff.phone,
    }


async def _say(work: Work, procedure: Procedure, to: Staff, what: str, words: dict[str, Json]) -> None:
    if to.user_id is None or to.away:
        return
    message = message_to(
        to,
        f"procedure:{procedure.id}:{procedure.turn}:{what}:{to.id}",
        f"procedure.{what}",
        words,
        ((Button("procedure.button.open", f"g:{procedure.id}:card"),),),
    )
    await work.outbox.say(as_reminder(work, message))


async def was_tended(work: Work) -> bool:
    """Whether what is done once a day was done today."""
    return await work.facts.get(_TENDED) == work.today.isoformat()


async def mark_tended(work: Work) -> None:
    """It was."""
    await work.facts.set(_TENDED, work.today.isoformat())


async def open_assessments(work: Work) -> bool:
    """From the day in the rules on: an assessment for each household under watch, once a year.

    Opens some; False when there are no more. What follows is for people to decide.
    """
    year = sweep_year(work.now, work.rules)
    if year is None:
        return False
    found = await work.procedures.find_to_assess(year, sweep_since(work.now, work.rules), AT_ONCE)
    for household_id in found:
        household = await work.households.find(household_id)
        if household is not None:
            opening = ProcedureOpening(ProcedureKind.EXIT, Source.SUPERIOR, DESK, sweep_year=year)
            await open_procedure(work, household, opening)
    return bool(found)


async def name_assessments(work: Work) -> None:
    """Tell each official once how many of the year's assessments are theirs, and once what is late."""
    year = sweep_year(work.now, work.rules)
    if year is None:
        return
    for staff_id, waiting, late in await work.procedures.count_sweep(year):
        staff = await work.staff.find(staff_id)
        if staff is not None and staff.user_id is not None and not staff.away:
            await _name(work, staff, f"sweep:{year}", waiting)
            if late:
                await _name(work, staff, f"sweep_late:{year}", late)


async def _name(work: Work, to: Staff, what: str, count: int) -> None:
    template = what.partition(":")[0]
    message = message_to(
        to,
        f"procedures:{what}:{to.id}",
        f"procedure.{template}",
        {"count": count},
        ((Button("procedure.button.list", "g:list:0"),),),
    )
    await work.outbox.say(as_reminder(work, message))
