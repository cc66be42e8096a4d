"""Between a Case and its row. The sealed columns are bound to the case's number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desk.domain.cases.case import Case, DueStage, Kind, Rating, Source, State
from desk.domain.county.areas import Level
from storage.engine.database import Row
from storage.engine.named import moment_or_none
from storage.engine.seal import Seal

# What is said once, and what may change with every act.
LASTING = (
    "number",
    "kind",
    "source",
    "reporter_id",
    "reporter_sealed",
    "reporter_index",
    "anonymous",
    "accused_id",
    "submitted_at",
)
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
    "department",
    "outside",
    "counted_from",
    "paused_at",
    "extension_until",
    "extended",
    "transfers",
    "supervised_at",
    "merged_into",
    "withdrawal_asked_at",
)
_REPORTER = ("reporter_id", "reporter_sealed", "reporter_index")
_SEALED = ("subject", "contact", "place_words")
_FLAGS = ("danger", "unfinished", "outside", "anonymous")
_MOMENTS = (
    "submitted_at",
    "visit_due_at",
    "reply_due_at",
    "due_at",
    "accepted_at",
    "visited_at",
    "resolved_at",
    "closed_at",
    "urged_at",
    "counted_from",
    "paused_at",
    "extension_until",
    "supervised_at",
    "withdrawal_asked_at",
)
_CODES: Mapping[str, Callable[[str], object]] = {
    "kind": Kind,
    "source": Source,
    "state": State,
    "level": Level,
    "due_stage": DueStage,
    "closed_level": Level,
    "rating": Rating,
}
_AS_IT_IS = tuple(
    name
    for name in ("id", *LASTING, *CHANGING)
    if name not in (*_REPORTER, *_SEALED, *_FLAGS, *_MOMENTS, *_CODES)
)


def values_of(case: Case, seal: Seal) -> dict[str, object]:
    """The columns of a case, its id included."""
    plain = (name for name in ("id", *LASTING, *CHANGING) if name not in _REPORTER)
    values: dict[str, object] = {name: getattr(case, name) for name in plain}
    for name in _SEALED:
        values[name] = seal.close_some(getattr(case, name), sealed_in(name, case.number))
    return values | _reporter_columns(case, seal)


def _reporter_columns(case: Case, seal: Seal) -> dict[str, object]:
    """Whoever reads the table must not see who reported an anonymous case."""
    if not case.anonymous:
        return {"reporter_id": case.reporter_id, "reporter_sealed": None, "reporter_index": None}
    return {
        "reporter_id": None,
        "reporter_sealed": seal.close(str(case.reporter_id), sealed_in("reporter", case.number)),
        "reporter_index": reporter_index(case.reporter_id, seal),
    }


def reporter_index(person_id: int, seal: Seal) -> str:
    """By what the anonymous cases of a person are found again."""
    return seal.index(f"cases.reporter:{person_id}")


def _reporter_of(row: Row, seal: Seal) -> int:
    if row["reporter_id"] is not None:
        return int(row["reporter_id"])
    return int(seal.open(row["reporter_sealed"], sealed_in("reporter", row["number"])))


def case_of(row: Row, seal: Seal) -> Case:
    """The case of a row. Raises SealError when its words belong to another row."""
    values: dict[str, Any] = {name: row[name] for name in _AS_IT_IS}
    values |= {name: moment_or_none(row[name]) for name in _MOMENTS}
    values |= {name: bool(row[name]) for name in _FLAGS}
    values |= {name: code(row[name]) if row[name] else None for name, code in _CODES.items()}
    values |= {name: seal.open_some(row[name], sealed_in(name, row["number"])) for name in _SEALED}
    return Case(reporter_id=_reporter_of(row, seal), **values)


def sealed_in(column: str, number: str) -> str:
    """Where a column of the case with this number is sealed."""
    return f"cases.{column}:{number}"
