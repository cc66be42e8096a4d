"""Between visits and their rows; what was found at a home is sealed under the key of its record."""

from __future__ import annotations

from datetime import date
from typing import Final

import orjson

from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import (
    Finding,
    FindingLevel,
    How,
    Pause,
    PauseReason,
    Period,
    PeriodState,
    Photo,
    Visit,
    Visited,
    VisitPlan,
)
from storage.engine.database import Row
from storage.engine.named import moment
from storage.engine.seal import Seal

PERIOD_COLUMNS: Final = """
p.id, p.household_id, p.duty, p.visitor, p.due_from, p.due_by, p.state, p.wanted, p.done, p.by_phone,
p.late_on
"""
VISITED_COLUMNS: Final = "h.id AS h_id, h.area_code, h.officer_id, h.cadre_id"
VISIT_COLUMNS: Final = """
v.id, v.key, v.household_id, v.staff_id, v.how, v.visited_on, v.recorded_at, v.visitors, v.unchanged, v.late,
v.findings, v.latitude, v.longitude, v.case_id
"""


def period_of(row: Row) -> Period:
    """The window of a row."""
    late_on = row["late_on"]
    return Period(
        id=row["id"],
        household_id=row["household_id"],
        duty=row["duty"],
        visitor=Visitor(row["visitor"]),
        due_from=date.fromisoformat(row["due_from"]),
        due_by=date.fromisoformat(row["due_by"]),
        state=PeriodState(row["state"]),
        wanted=row["wanted"],
        done=row["done"],
        by_phone=bool(row["by_phone"]),
        late_on=None if late_on is None else date.fromisoformat(late_on),
    )


def visited_of(row: Row) -> Visited:
    """Who goes to the household of a row."""
    return Visited(row["h_id"], row["area_code"], row["officer_id"], row["cadre_id"])


def visit_of(row: Row, seal: Seal) -> Visit:
    """The visit of a row."""
    blob = row["findings"]
    found = {} if blob is None else orjson.loads(seal.open_bytes(blob, _place(row["key"])))
    return Visit(
        id=row["id"],
        household_id=row["household_id"],
        staff_id=row["staff_id"],
        how=How(row["how"]),
        visited_on=date.fromisoformat(row["visited_on"]),
        recorded_at=moment(row["recorded_at"]),
        as_visitors=frozenset(map(Visitor, row["visitors"].split())),
        unchanged=bool(row["unchanged"]),
        late=bool(row["late"]),
        findings={
            topic: Finding(FindingLevel(level), words)
            for topic, (level, words) in found.get("is", {}).items()
        },
        words=found.get("words", ""),
        photos=tuple(Photo(file_id, kind) for file_id, kind in found.get("photos", ())),
        latitude=row["latitude"],
        longitude=row["longitude"],
        case_id=row["case_id"],
    )


def visit_values(visit: Visit, key: str, seal: Seal) -> dict[str, object]:
    """The columns of a visit."""
    return {
        "key": key,
        "household_id": visit.household_id,
        "staff_id": visit.staff_id,
        "how": visit.how.value,
        "visited_on": visit.visited_on.isoformat(),
        "recorded_at": visit.recorded_at,
        "visitors": " ".join(sorted(visit.as_visitors)),
        "unchanged": visit.unchanged,
        "late": visit.late,
        "findings": _sealed(visit, key, seal),
        "latitude": visit.latitude,
        "longitude": visit.longitude,
        "case_id": visit.case_id,
    }


def _sealed(visit: Visit, key: str, seal: Seal) -> bytes | None:
    if not (visit.findings or visit.photos or visit.words):
        return None
    found = {
        "is": {topic: (one.level.value, one.words) for topic, one in visit.findings.items()},
        "words": visit.words,
        "photos": [(photo.file_id, photo.kind) for photo in visit.photos],
    }
    return seal.close(orjson.dumps(found), _place(key))


def _place(key: str) -> str:
    return f"household_visits.findings:{key}"


def pause_of(row: Row) -> Pause:
    """The pause of a row."""
    return Pause(
        household_id=row["household_id"],
        reason=PauseReason(row["reason"]),
        from_on=date.fromisoformat(row["from_on"]),
        until_on=date.fromisoformat(row["until_on"]),
        id=row["id"],
    )


def plan_of(row: Row) -> VisitPlan:
    """The plan of a row."""
    return VisitPlan(row["id"], row["household_id"], row["staff_id"], date.fromisoformat(row["planned_on"]))
