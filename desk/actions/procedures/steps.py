"""The steps in the village and at the departments: assessment, home, records, meeting, notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from desk.actions.cases.door import Conflict, Refusal
from desk.actions.procedures.card import close_card, match_key
from desk.actions.procedures.door import access_step
from desk.actions.procedures.open import ask_departments
from desk.actions.procedures.record import Doing, move, over_words
from desk.domain.households.household import MonitoredKind, RiskType
from desk.domain.people.people import Person
from desk.domain.procedures.clock import decide_by, notice_may_end
from desk.domain.procedures.procedure import (
    Condition,
    MatchFinding,
    Procedure,
    ProcedureAct,
    ProcedureKind,
    StepTaken,
    Votes,
)
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found at the home of a household that may need to be watched."""

    kind: MonitoredKind
    risks: tuple[RiskType, ...]
    people: int


async def assess(
    work: Work, person: Person, step: StepTaken, met: Collection[Condition]
) -> Procedure | Refusal:
    """The conditions of an exit as an official answers them; the clock of the decision begins."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.ASSESS)
    if isinstance(access, Refusal):
        return access
    ordered = tuple(condition for condition in Condition if condition in met)
    clock = decide_by(work.now, work.rules)
    return await move(work, access, Doing(ProcedureAct.ASSESS), met=ordered, decide_by=clock)


async def verify_home(
    work: Work, person: Person, step: StepTaken, finding: Piece, proposal: Proposal | None = None
) -> Procedure | Refusal:
    """Somebody was there. Of an inclusion they say what they propose; departments of new risks are asked."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.VERIFY)
    if isinstance(access, Refusal):
        return access
    if access.procedure.kind is ProcedureKind.EXIT or proposal is None:
        return await move(work, access, Doing(ProcedureAct.VERIFY, (finding,)))
    proposed = replace(access.procedure, risks=proposal.risks)
    waiting = await ask_departments(work, proposed, access.household)
    return await move(
        work,
        access,
        Doing(ProcedureAct.VERIFY, (finding,), waiting),
        proposed_kind=proposal.kind,
        risks=proposal.risks,
        people=proposal.people,
    )


async def compare(
    work: Work, person: Person, step: StepTaken, finding: MatchFinding, words: Piece
) -> Procedure | Refusal:
    """A department has compared its records. Raises Conflict where somebody answered meanwhile."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.MATCH)
    if isinstance(access, Refusal):
        return access
    match = access.asked.match
    if match is None or not await work.procedures.settle_match(match.id, finding, access.staff.id):
        raise Conflict("another was first")
    matches = await work.procedures.matches(step.id)
    waiting = sum(1 for one in matches if one.finding is None)
    after = await move(work, access, Doing(ProcedureAct.MATCH, (words,), waiting))
    words_over = over_words(access.household, after, access.staff)
    await close_card(work, match_key(match, access.asked.staff), access.asked.staff, words_over)
    return after


async def hold_meeting(
    work: Work, person: Person, step: StepTaken, votes: Votes, pieces: tuple[Piece, ...]
) -> Procedure | Refusal:
    """The village has voted for it; the minutes and a photo are kept."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.MEET)
    if isinstance(access, Refusal):
        return access
    return await move(work, access, Doing(ProcedureAct.MEET, pieces), votes=votes)


async def post_notice(work: Work, person: Person, step: StepTaken, photo: Piece) -> Procedure | Refusal:
    """The public notice hangs from now on."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.POST)
    if isinstance(access, Refusal):
        return access
    doing = Doing(ProcedureAct.POST, (photo,))
    return await move(work, access, doing, posted_at=work.now, notice_ended_at=None)


async def end_notice(work: Work, person: Person, step: StepTaken) -> Procedure | Refusal:
    """Nobody objected while it hung; never before the days that the country asks for are over."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.END_NOTICE)
    if isinstance(access, Refusal):
        return access
    until = notice_may_end(access.procedure)
    if until is None or work.now < until:
        return Refusal("procedure.hangs", {"until": "" if until is None else until.isoformat()})
    return await move(work, access, Doing(ProcedureAct.END_NOTICE), notice_ended_at=work.now)


async def object_to(work: Work, person: Person, step: StepTaken, words: Piece) -> Procedure | Refusal:
    """Somebody in the village objects: the home is verified anew."""
    access = await access_step(work, person, step.id, step.turn, ProcedureAct.OBJECT)
    if isinstance(access, Refusal):
        return access
    doing = Doing(ProcedureAct.OBJECT, (words,), told={"objected": True})
    return await move(work, access, doing, posted_at=None, votes=None, returned=access.procedure.returned + 1)
