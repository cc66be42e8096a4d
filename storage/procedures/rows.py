"""Between procedures and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.domain.cases.case import Source
from desk.domain.households.household import MonitoredKind, RiskType
from desk.domain.procedures.procedure import Condition, Decider, Procedure, ProcedureKind, Stage, Votes
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none

LASTING: Final = ("household_id", "kind", "source", "opened_at", "case_id", "sweep_year")
CHANGING: Final = (
    "stage",
    "version",
    "turn",
    "due_at",
    "decide_by",
    "told_staff_id",
    "moved_by",
    "proposed_kind",
    "risks",
    "people",
    "met",
    "votes",
    "posted_at",
    "notice_ended_at",
    "deciders",
    "returned",
    "entered_at",
    "closed_at",
)


def values_of(procedure: Procedure) -> Mapping[str, object]:
    """The columns of a procedure, without its row's number."""
    votes = procedure.votes
    plain = {name: getattr(procedure, name) for name in (*LASTING, *CHANGING)}
    return {
        **plain,
        "kind": procedure.kind.value,
        "stage": procedure.stage.value,
        "source": procedure.source.value,
        "proposed_kind": None if procedure.proposed_kind is None else procedure.proposed_kind.value,
        "risks": " ".join(procedure.risks),
        "met": " ".join(procedure.met),
        "votes": None if votes is None else f"{votes.for_it} {votes.against} {votes.abstained}",
        "deciders": " ".join(f"{one.stage}:{one.staff_id}" for one in procedure.deciders),
    }


def procedure_of(row: Row) -> Procedure:
    """The procedure of a row."""
    kind = row["proposed_kind"]
    return Procedure(
        id=row["id"],
        household_id=row["household_id"],
        kind=ProcedureKind(row["kind"]),
        stage=Stage(row["stage"]),
        source=Source(row["source"]),
        opened_at=moment(row["opened_at"]),
        due_at=moment(row["due_at"]),
        version=row["version"],
        turn=row["turn"],
        decide_by=moment_or_none(row["decide_by"]),
        case_id=row["case_id"],
        told_staff_id=row["told_staff_id"],
        moved_by=row["moved_by"],
        proposed_kind=None if kind is None else MonitoredKind(kind),
        risks=tuple(map(RiskType, row["risks"].split())),
        people=row["people"],
        met=tuple(map(Condition, row["met"].split())),
        votes=None if row["votes"] is None else Votes(*map(int, row["votes"].split())),
        posted_at=moment_or_none(row["posted_at"]),
        notice_ended_at=moment_or_none(row["notice_ended_at"]),
        deciders=tuple(map(_decider, row["deciders"].split())),
        returned=row["returned"],
        entered_at=moment_or_none(row["entered_at"]),
        closed_at=moment_or_none(row["closed_at"]),
        sweep_year=row["sweep_year"],
    )


def _decider(text: str) -> Decider:
    stage, _, staff_id = text.partition(":")
    return Decider(Stage(stage), int(staff_id))
