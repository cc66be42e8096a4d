"""What the card of a procedure says, and the buttons below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from desk.actions.cases.unhurried import by_day
from desk.actions.procedures.door import SeenProcedure
from desk.actions.procedures.responsible import StepOwner
from desk.domain.households.household import Household
from desk.domain.people.people import Staff
from desk.domain.procedures.clock import is_late, notice_until
from desk.domain.procedures.concerns import ConcernFacts, concerns
from desk.domain.procedures.procedure import (
    Match,
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    StepNote,
    Votes,
)
from desk.domain.procedures.public_notice import public_notice
from desk.domain.procedures.stages import acts_at
from desk.domain.talk.messages import Button, Json, Lane, Rows, message_to
from desk.ports.work import Work

_NOTES: Final = 4
_NOTE_LENGTH: Final = 200
# How the acts of a stage lie on the card; the department's own act has a card of its own.
_LAYOUT: Final[tuple[tuple[ProcedureAct, ...], ...]] = (
    (ProcedureAct.ASSESS,),
    (ProcedureAct.VERIFY,),
    (ProcedureAct.MEET,),
    (ProcedureAct.POST,),
    (ProcedureAct.END_NOTICE, ProcedureAct.OBJECT),
    (ProcedureAct.AGREE, ProcedureAct.APPROVE),
    (ProcedureAct.SETTLE,),
    (ProcedureAct.ROLL_BACK, ProcedureAct.REFUSE),
)
_OWN_REFUSAL: Final = frozenset({Stage.ASSESSMENT, Stage.VERIFICATION, Stage.MEETING})  # asked in the form


def step_code(procedure: Procedure, act: ProcedureAct) -> str:
    """What a button of a step carries; the turn makes an old one known."""
    return f"g:{procedure.id}:{procedure.turn}:{act.value}"


async def procedure_words(
    work: Work, procedure: Procedure, household: Household, asked: StepOwner | None
) -> dict[str, Json]:
    """What a card shows; nothing in it is masked, because nothing in it needs to be."""
    notes = await work.procedures.notes(procedure.id)
    facts = await facts_of(work, procedure, household)
    kind = household.monitored_kind
    return {
        "kind": procedure.kind.value,
        "stage": procedure.stage.value,
        "head": household.head.name,
        "place": work.areas.path(household.area_code),
        "people": procedure.people or len(household.members),
        "household_class": household.household_class.value,
        "monitored_kind": "" if kind is None else kind.value,
        "proposed": "" if procedure.proposed_kind is None else procedure.proposed_kind.value,
        "risks": [risk.value for risk in procedure.risks or household.risks],
        "source": procedure.source.value,
        "due_at": procedure.due_at.isoformat(),
        "decide_by": _moment(procedure.decide_by),
        "late": is_late(procedure, work.now),
        "owner": "" if asked is None else asked.staff.name,
        "owner_phone": "" if asked is None else asked.staff.phone,
        "notice_until": _moment(notice_until(procedure, work.rules)),
        "votes": _votes(procedure.votes),
        "met": [condition.value for condition in procedure.met],
        "returned": procedure.returned,
        "matches": [_match(match) for match in await work.procedures.matches(procedure.id)],
        "concerns": [one.value for one in concerns(facts, work.rules.procedures)],
        "notes": [_note(note) for note in notes[-_NOTES:]],
        "files": sum(1 for note in notes if note.file_id),
    }


async def facts_of(work: Work, procedure: Procedure, household: Household) -> ConcernFacts:
    """What is known beside the procedure itself; visits count where any are recorded."""
    last = max((visit.visited_on for visit in await work.visits.newest(household.id, 1)), default=None)
    return ConcernFacts(
        procedure=procedure,
        household=household,
        now=work.now,
        entered_at=await work.procedures.last_entered(household.id),
        visited_at=None if last is None else work.rules.at(last),
        visits_known=procedure.kind is ProcedureKind.EXIT,
    )


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _votes(votes: Votes | None) -> Json:
    if votes is None:
        return None
    return {"for_it": votes.for_it, "against": votes.against, "abstained": votes.abstained}


def _match(match: Match) -> dict[str, Json]:
    return {"department": match.department, "finding": "" if match.finding is None else match.finding.value}


def _note(note: StepNote) -> dict[str, Json]:
    return {"act": note.act.value, "text": note.text[:_NOTE_LENGTH], "file": bool(note.file_id)}


def procedure_rows(procedure: Procedure, household: Household, *, able: bool, files: bool) -> Rows:
    """The buttons for a reader: the acts for whoever may do them, and ways to look further for all."""
    possible = set(acts_at(procedure.kind, procedure.stage)) if able else set()
    if procedure.stage in _OWN_REFUSAL:
        possible -= {ProcedureAct.REFUSE}
    rows = [
        tuple(
            Button(f"procedure.act.{act.value}", step_code(procedure, act)) for act in row if act in possible
        )
        for row in _LAYOUT
    ]
    if able and procedure.stage is Stage.MEASURES:
        rows.insert(0, (Button("procedure.button.measure", f"g:m:{household.id}"),))
    looks = [Button("procedure.button.household", f"h:{household.id}:card")]
    if procedure.stage in {Stage.NOTICE, Stage.ON_NOTICE}:
        looks.append(Button("procedure.button.text", f"g:{procedure.id}:text"))
    if files:
        looks.append(Button("procedure.button.files", f"g:{procedure.id}:files"))
    return (*(row for row in rows if row), tuple(looks))


async def send_procedure_card(
    work: Work, seen: SeenProcedure, to: Staff, key: str, lane: Lane = Lane.CARD
) -> None:
    """Show the procedure to one official who has joined; nobody is disturbed at night who did not ask."""
    if to.user_id is None:
        return
    procedure, household = seen.procedure, seen.household
    words = await procedure_words(work, procedure, household, seen.asked)
    able = seen.asked is not None and to.id in seen.asked.able and seen.asked.match is None
    message = message_to(
        to,
        key,
        "procedure.card",
        {**words, "mine": able},
        procedure_rows(procedure, household, able=able, files=bool(words["files"])),
    )
    waited_for = lane is Lane.WAITING
    await work.outbox.say(replace(message, lane=lane) if waited_for else by_day(work, message, lane))


async def send_match(work: Work, procedure: Procedure, household: Household, asked: StepOwner) -> None:
    """Ask a department to compare its records."""
    to, match = asked.staff, asked.match
    if to.user_id is None or match is None:
        return
    words = await procedure_words(work, procedure, household, asked)
    code = step_code(procedure, ProcedureAct.MATCH)
    message = message_to(
        to,
        match_key(match, to),
        "procedure.match_card",
        {**words, "department": match.department},
        ((Button(f"procedure.act.{ProcedureAct.MATCH.value}", code),),),
    )
    await work.outbox.say(by_day(work, message))


def match_key(match: Match, to: Staff) -> str:
    """The business key of a department's card."""
    return f"procedure:{match.procedure_id}:match:{match.id}:{to.id}"


def card_key(procedure: Procedure, to: Staff) -> str:
    """The business key of the card of a stage."""
    return f"procedure:{procedure.id}:{procedure.turn}:{to.id}"


async def close_card(work: Work, key: str, to: Staff, arguments: Mapping[str, Json]) -> None:
    """The card of a step that is done loses its buttons and says how it went on."""
    if to.user_id is None:
        return
    await work.outbox.say(replace(message_to(to, f"{key}:over", "procedure.over", arguments), edits=key))


def notice_words(work: Work, procedure: Procedure, household: Household) -> dict[str, Json]:
    """The public notice for its text: the fields of `PublicNotice` and where to object, nothing else."""
    notice = public_notice(procedure, household, work.areas, work.rules.procedures.notice_days)
    return {
        "kind": notice.kind.value,
        "village": notice.village,
        "head": notice.head,
        "people": notice.people,
        "household_class": notice.household_class.value,
        "monitored_kind": "" if notice.monitored_kind is None else notice.monitored_kind.value,
        "risks": _risks(notice.risks),
        "days": notice.days,
        "hotline": work.rules.hotline,
    }


def _risks(risks: Sequence[Json]) -> list[Json]:
    return [str(risk) for risk in risks]
