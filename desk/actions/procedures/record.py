"""Moving a procedure on: the row, the ledger of the household, the cards, and a word to the household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desk.actions.cases.door import Conflict
from desk.actions.procedures.card import card_key, close_card, send_procedure_card
from desk.actions.procedures.door import SeenProcedure, StepAccess
from desk.actions.procedures.responsible import StepOwner, who_is_asked
from desk.actions.procedures.tell_household import tell_household
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import Household
from desk.domain.people.people import Staff
from desk.domain.procedures.clock import stage_due
from desk.domain.procedures.procedure import DECIDING, OVER, Decider, Procedure, ProcedureAct, Stage, StepNote
from desk.domain.procedures.stages import next_stage
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece, written_in
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Doing:
    """One act: the pieces that were said with it, and how many departments still compare."""

    act: ProcedureAct
    pieces: tuple[Piece, ...] = ()
    outstanding: int = 0
    told: Mapping[str, Json] = field(default_factory=dict)  # more for the household


async def move(work: Work, access: StepAccess, doing: Doing, **changes: Any) -> Procedure:
    """Do one act: the stage by the table, other columns by `changes`.

    Raises Conflict when somebody was first, or the act is not possible.
    """
    before = access.procedure
    to = next_stage(before.kind, before.stage, doing.act, outstanding=doing.outstanding)
    if to is None:
        raise Conflict(f"{doing.act} is not possible at {before.stage}")
    household = await work.households.find(access.household.id) or access.household
    after = await _moved(work, _changed(work, access, to, changes), household)
    await save(work, after.procedure)
    await keep_words(work, access, doing.act, doing.pieces)
    await write_down(work, access, before, after.procedure, doing)
    if after.procedure.turn != before.turn:
        await _hand_on(work, access, after, household)
        owner = None if after.asked is None else after.asked.staff
        await tell_household(work, after.procedure, household, owner, doing.told)
    return after.procedure


@dataclass(frozen=True, slots=True)
class _After:
    procedure: Procedure
    asked: StepOwner | None


def _changed(work: Work, access: StepAccess, to: Stage, changes: Mapping[str, Any]) -> Procedure:
    before = access.procedure
    after = replace(before, stage=to, version=before.version + 1, **changes)
    if before.stage in DECIDING:
        after = replace(after, deciders=(*before.deciders, Decider(before.stage, access.staff.id)))
    if to is before.stage:
        return after
    after = replace(after, turn=before.turn + 1, moved_by=access.staff.id)
    if to in OVER:
        return replace(after, closed_at=work.now)
    return replace(after, due_at=stage_due(after, to, work.now, work.rules))


async def _moved(work: Work, after: Procedure, household: Household) -> _After:
    if not after.is_open:
        return _After(after, None)
    asked = await who_is_asked(work, after, household)
    return _After(replace(after, told_staff_id=asked.staff.id), asked)


async def save(work: Work, after: Procedure) -> None:
    """Store the next version. Raises Conflict when somebody was first."""
    if not await work.procedures.save(after):
        raise Conflict("the procedure was changed meanwhile")


async def keep_words(work: Work, access: StepAccess, act: ProcedureAct, pieces: tuple[Piece, ...]) -> None:
    """Keep what was said with the act."""
    for piece in pieces:
        file_id = str(piece.get("file_id") or "")
        if written_in(piece) or file_id:
            note = StepNote(act, access.staff.id, written_in(piece), file_id, str(piece.get("kind") or ""))
            await work.procedures.add_note(access.procedure.id, note)


async def write_down(
    work: Work, access: StepAccess, before: Procedure, after: Procedure, doing: Doing
) -> None:
    """One entry in the chain of the household: who, as what, from which stage to which, with which words."""
    words = "\n".join(text for piece in doing.pieces if (text := written_in(piece)))
    details = f"procedure:{after.id} {after.kind}:{before.stage}>{after.stage} staff_id:{access.staff.id}"
    if before.votes is None and after.votes is not None:
        votes = after.votes
        details += f" votes:{votes.for_it},{votes.against},{votes.abstained}"
    entry = about_household(access.household.id, doing.act, access.role, access.person.id, details)
    await work.ledger.append(replace(entry, words=words))


async def _hand_on(work: Work, access: StepAccess, after: _After, household: Household) -> None:
    """The card of the last stage is closed, and the next person gets theirs."""
    before = access.procedure
    teller = None if before.told_staff_id is None else await work.staff.find(before.told_staff_id)
    if teller is not None:
        words = over_words(household, after.procedure, access.staff)
        await close_card(work, card_key(before, teller), teller, words)
    await hand_procedure_card(work, after.procedure, household, after.asked)


async def hand_procedure_card(
    work: Work, procedure: Procedure, household: Household, asked: StepOwner | None
) -> None:
    """The next person's card; departments have theirs already."""
    if asked is not None and asked.match is None:
        seen = SeenProcedure(procedure, household, asked.staff, asked)
        await send_procedure_card(work, seen, asked.staff, card_key(procedure, asked.staff))


def over_words(household: Household, after: Procedure, by: Staff | None) -> dict[str, Json]:
    """What stays of a card: whose household, how far it is, and who did it."""
    return {
        "kind": after.kind.value,
        "head": household.head.name,
        "stage": after.stage.value,
        "by": "" if by is None else by.name,
    }
