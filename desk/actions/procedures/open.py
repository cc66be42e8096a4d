"""Beginning a procedure: from what an official saw, from a case, or because the year ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import posts_over
from desk.actions.households.register import seen_household
from desk.actions.procedures.card import send_match
from desk.actions.procedures.record import hand_procedure_card, save
from desk.actions.procedures.responsible import who_compares, who_is_asked
from desk.actions.procedures.tell_household import tell_household
from desk.domain.cases.case import Source
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import Household, HouseholdClass, RiskType
from desk.domain.people.people import Person
from desk.domain.procedures.clock import decide_by, stage_due
from desk.domain.procedures.procedure import Procedure, ProcedureAct, ProcedureKind, Stage, StepNote
from desk.domain.procedures.stages import next_stage
from desk.domain.talk.pieces import Piece, says_something, written_in
from desk.ports.work import Work

ONE_OPEN: Final = Refusal("procedure.one_open")
_WATCHED: Final = Refusal("procedure.watched")
_NOT_WATCHED: Final = Refusal("procedure.not_watched")
DESK: Final = "desk"


@dataclass(frozen=True, slots=True)
class ProcedureOpening:
    """What begins: of which kind, from where, and who says so in which capacity."""

    kind: ProcedureKind
    source: Source
    capacity: str
    person: Person | None = None
    staff_id: int | None = None
    risks: tuple[RiskType, ...] = ()
    piece: Piece | None = None
    case_id: int | None = None
    sweep_year: int | None = None


async def opener_of(
    work: Work, person: Person, household_id: int, kind: ProcedureKind
) -> Household | Refusal:
    """The household, if this official may begin this with it: whoever sees it may say what they saw."""
    seen = await seen_household(work, person, household_id)
    if isinstance(seen, Refusal):
        return seen
    return _misfit(seen[0], kind) or seen[0]


def _misfit(household: Household, kind: ProcedureKind) -> Refusal | None:
    """Only who is watched can have a risk that is over, and only who is not can come under watch."""
    watched = household.household_class is HouseholdClass.MONITORED
    if watched is (kind is ProcedureKind.EXIT):
        return None
    return _WATCHED if watched else _NOT_WATCHED


async def open_clue(
    work: Work, person: Person, household_id: int, risk: RiskType, piece: Piece
) -> Procedure | Refusal:
    """An official saw that a household may need to be watched."""
    seen = await seen_household(work, person, household_id)
    if isinstance(seen, Refusal):
        return seen
    household, role, staff = seen
    return await open_procedure(
        work,
        household,
        ProcedureOpening(
            ProcedureKind.INCLUSION, Source.PATROL, role.value, person, staff.id, (risk,), piece
        ),
    )


async def open_exit(work: Work, person: Person, household_id: int) -> Procedure | Refusal:
    """An official asks whether the risk of a household is over; the assessment comes first."""
    seen = await seen_household(work, person, household_id)
    if isinstance(seen, Refusal):
        return seen
    household, role, staff = seen
    opening = ProcedureOpening(ProcedureKind.EXIT, Source.PATROL, role.value, person, staff.id)
    return await open_procedure(work, household, opening)


async def open_procedure(work: Work, household: Household, opening: ProcedureOpening) -> Procedure | Refusal:
    """Begin it, if the household is in none and stands where this kind begins; the next person is asked."""
    misfit = _misfit(household, opening.kind)
    if misfit is not None:
        return misfit
    stored = await work.procedures.add(_new(work, household, opening))
    if stored is None:
        return ONE_OPEN
    asked = await who_is_asked(work, stored, household)
    procedure = replace(stored, version=stored.version + 1, told_staff_id=asked.staff.id)
    await save(work, procedure)
    await _write_down(work, procedure, opening)
    if opening.sweep_year is None:
        await hand_procedure_card(work, procedure, household, asked)
    if opening.kind is ProcedureKind.INCLUSION:
        await ask_departments(work, procedure, household)
        await tell_household(work, procedure, household, asked.staff)
    return procedure


def _new(work: Work, household: Household, opening: ProcedureOpening) -> Procedure:
    stage = next_stage(opening.kind, None, ProcedureAct.OPEN) or Stage.VERIFICATION
    clock = decide_by(work.now, work.rules) if opening.kind is ProcedureKind.INCLUSION else None
    new = Procedure(
        id=0,
        household_id=household.id,
        kind=opening.kind,
        stage=stage,
        source=opening.source,
        opened_at=work.now,
        due_at=work.now,
        decide_by=clock,
        case_id=opening.case_id,
        risks=opening.risks,
        sweep_year=opening.sweep_year,
        moved_by=opening.staff_id,
    )
    return replace(new, due_at=stage_due(new, stage, work.now, work.rules))


async def _write_down(work: Work, procedure: Procedure, opening: ProcedureOpening) -> None:
    piece = opening.piece or {}
    if says_something(piece):
        file_id, kind = str(piece.get("file_id") or ""), str(piece.get("kind") or "")
        note = StepNote(ProcedureAct.OPEN, opening.staff_id, written_in(piece), file_id, kind)
        await work.procedures.add_note(procedure.id, note)
    begun = f"procedure:{procedure.id} {procedure.kind}:>{procedure.stage} source:{procedure.source}"
    entry = about_household(
        procedure.household_id,
        ProcedureAct.OPEN,
        opening.capacity,
        None if opening.person is None else opening.person.id,
        begun if opening.staff_id is None else f"{begun} staff_id:{opening.staff_id}",
    )
    await work.ledger.append(replace(entry, words=written_in(piece)))


async def ask_departments(work: Work, procedure: Procedure, household: Household) -> int:
    """Ask those who lead for its risks, each once; returns how many have not answered."""
    known = {match.id for match in await work.procedures.matches(procedure.id)}
    names = [work.rules.procedures.departments[risk] for risk in procedure.risks]
    await work.procedures.ask_departments(procedure.id, list(dict.fromkeys(names)))
    posts = await posts_over(work, household.area_code)
    matches = await work.procedures.matches(procedure.id)
    for match in matches:
        if match.id not in known:
            asked = who_compares(work, household, match, posts)
            await send_match(work, procedure, household, asked)
    return sum(1 for match in matches if match.finding is None)
