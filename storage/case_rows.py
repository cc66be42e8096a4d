"""Between a Case and its row. The sealed columns are bound to the case's number."""

from __future__ import annotations

from desk.domain.areas import Level
from desk.domain.cases import Case, DueStage, Kind, Rating, Source, State, Trouble
from storage.database import Row
from storage.named import moment, moment_or_none
from storage.seal import Seal

# What is said once, and what may change with every act.
LASTING = ("number", "kind", "source", "reporter_id", "submitted_at")
CHANGING = (
    "trouble",
    "state",
    "version",
    "subject",
    "contact",
    "area_code",
    "place_words",
    "level",
    "danger",
    "unfinished",
    "told_staff_id",
    "accepted_by",
    "disputes",
    "reopened",
    "due_stage",
    "due_at",
    "visit_due_at",
    "reply_due_at",
    "accepted_at",
    "visited_at",
    "resolved_at",
    "closed_at",
    "closed_level",
    "rating",
    "urged_at",
)
_SEALED = ("subject", "contact", "place_words")


def values_of(case: Case, seal: Seal) -> dict[str, object]:
    """The columns of a case, its id included."""
    values: dict[str, object] = {name: getattr(case, name) for name in ("id", *LASTING, *CHANGING)}
    for name in _SEALED:
        values[name] = seal.close_some(getattr(case, name), _place(name, case.number))
    return values


def case_of(row: Row, seal: Seal) -> Case:
    """The case of a row. Raises SealError when its words belong to another row."""
    number = row["number"]
    return Case(
        id=row["id"],
        number=number,
        kind=Kind(row["kind"]),
        trouble=Trouble(row["trouble"]),
        source=Source(row["source"]),
        state=State(row["state"]),
        version=row["version"],
        reporter_id=row["reporter_id"],
        area_code=row["area_code"],
        level=Level(row["level"]),
        danger=bool(row["danger"]),
        submitted_at=moment(row["submitted_at"]),
        visit_due_at=moment(row["visit_due_at"]),
        reply_due_at=moment(row["reply_due_at"]),
        subject=seal.open_some(row["subject"], _place("subject", number)),
        contact=seal.open_some(row["contact"], _place("contact", number)),
        place_words=seal.open_some(row["place_words"], _place("place_words", number)),
        unfinished=bool(row["unfinished"]),
        told_staff_id=row["told_staff_id"],
        accepted_by=row["accepted_by"],
        disputes=row["disputes"],
        reopened=row["reopened"],
        due_stage=DueStage(row["due_stage"]) if row["due_stage"] else None,
        due_at=moment_or_none(row["due_at"]),
        accepted_at=moment_or_none(row["accepted_at"]),
        visited_at=moment_or_none(row["visited_at"]),
        resolved_at=moment_or_none(row["resolved_at"]),
        closed_at=moment_or_none(row["closed_at"]),
        closed_level=Level(row["closed_level"]) if row["closed_level"] else None,
        rating=Rating(row["rating"]) if row["rating"] else None,
        urged_at=moment_or_none(row["urged_at"]),
    )


def _place(column: str, number: str) -> str:
    return f"cases.{column}:{number}"
