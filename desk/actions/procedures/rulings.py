"""What people decide: the town and the county agree, send back, or end it. The desk writes down who did."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.procedures.door import StepAccess, access_step
from desk.actions.procedures.record import Doing, move
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import (
    Household,
    HouseholdAct,
    HouseholdClass,
    MonitoredKind,
    RiskType,
    as_codes,
)
from desk.domain.people.people import Person
from desk.domain.procedures.procedure import Procedure, ProcedureAct, ProcedureKind, StepTaken, Votes
from desk.domain.talk.pieces import Piece, written_in
from desk.ports.work import Work

NO_REASON: Final = Refusal("procedure.no_reason")
_NO_MEASURE: Final = Refusal("procedure.no_measure")


async def agree(work: Work, person: Person, step: StepTaken, words: Piece) -> Procedure | Refusal:
    """The town has reviewed it and agrees."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.AGREE)
    if isinstance(access, Refusal):
        return access
    return await move(work, access, Doing(ProcedureAct.AGREE, (words,)))


async def approve(work: Work, person: Person, step: StepTaken, words: Piece) -> Procedure | Refusal:
    """The county approves: by this act the register changes, and the ledger says so."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.APPROVE)
    if isinstance(access, Refusal):
        return access
    await _enter(work, access)
    doing = Doing(ProcedureAct.APPROVE, (words,))
    if access.procedure.kind is ProcedureKind.INCLUSION:
        return await move(work, access, doing, entered_at=work.now)
    return await move(work, access, doing)


async def _enter(work: Work, access: StepAccess) -> None:
    before = access.household
    after = standing_after(before, access.procedure)
    await work.households.set_standing(after, work.now)
    entry = about_household(
        before.id,
        HouseholdAct.UPDATE,
        access.role,
        access.person.id,
        f"procedure:{access.procedure.id} {as_codes(before, after)}",
    )
    await work.ledger.append(entry)


def standing_after(household: Household, procedure: Procedure) -> Household:
    """How the household stands once this is approved."""
    if procedure.kind is ProcedureKind.INCLUSION:
        risks = {*household.risks, *procedure.risks}
        return replace(
            household,
            household_class=HouseholdClass.MONITORED,
            monitored_kind=procedure.proposed_kind,
            risks=tuple(risk for risk in RiskType if risk in risks),
        )
    # Whoever was lifted before stays so; everybody else was never counted as poor.
    lifted = household.monitored_kind is MonitoredKind.UNSTABLE
    standing = HouseholdClass.LIFTED if lifted else HouseholdClass.ORDINARY
    return replace(household, household_class=standing, monitored_kind=None, risks=())


async def roll_back(work: Work, person: Person, step: StepTaken, reason: Piece) -> Procedure | Refusal:
    """It goes back to the home, with the reason; whoever decided so far stays on record."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.ROLL_BACK)
    if isinstance(access, Refusal):
        return access
    if not written_in(reason):
        return NO_REASON
    doing = Doing(ProcedureAct.ROLL_BACK, (reason,), told={"reason": written_in(reason)})
    returned = access.procedure.returned + 1
    return await move(
        work, access, doing, posted_at=None, notice_ended_at=None, votes=None, returned=returned
    )


async def refuse(
    work: Work, person: Person, step: StepTaken, reason: Piece, *pieces: Piece, votes: Votes | None = None
) -> Procedure | Refusal:
    """It ends here; the household learns why. What was found or voted on the way is kept as well."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.REFUSE)
    if isinstance(access, Refusal):
        return access
    if not written_in(reason):
        return NO_REASON
    doing = Doing(ProcedureAct.REFUSE, (*pieces, reason), told={"reason": written_in(reason)})
    return await move(work, access, doing, votes=votes or access.procedure.votes)


async def settle_measures(work: Work, person: Person, step: StepTaken) -> Procedure | Refusal:
    """Help is agreed on: at least one measure stands in the register."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.SETTLE)
    if isinstance(access, Refusal):
        return access
    if not access.household.measures:
        return _NO_MEASURE
    return await move(work, access, Doing(ProcedureAct.SETTLE))
