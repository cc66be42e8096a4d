"""One village for the tests of rows: its people, its desk, and a Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.domain.cases.case import Case, DueStage, Kind, Source, State
from desk.domain.county.areas import Level
from desk.domain.people.people import Person
from desk.domain.talk.drafts import Draft
from storage.cases.cases import CaseRows
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.people.people import PeopleRows

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
VILLAGE = "370283101200"
TOWN = "370283101000"
COUNTY = "370283000000"


@dataclass(frozen=True)
class Cast:
    """Who is there before a test begins."""

    wang: Person
    li: Person


async def enter(connection: Connection, seal: Seal) -> Cast:
    """Wang, who reports, and Li, who looks after the village."""
    people = PeopleRows(connection, seal, MONDAY)
    return Cast(await people.add(1001, "Wang Guilan", "zh_CN"), await people.add(2001, "Li Qiang", "zh_CN"))


def a_case(number: str, reporter_id: int, **other: Any) -> Case:
    """A leaking roof, reported on Monday."""
    usual: dict[str, Any] = {
        "id": 0,
        "number": number,
        "kind": Kind.HARDSHIP,
        "trouble": "housing",
        "source": Source.SELF,
        "state": State.ASSIGNED,
        "version": 1,
        "reporter_id": reporter_id,
        "area_code": VILLAGE,
        "level": Level.VILLAGE,
        "danger": False,
        "submitted_at": MONDAY,
        "visit_due_at": MONDAY + timedelta(days=2),
        "reply_due_at": MONDAY + timedelta(days=5),
        "due_stage": DueStage.ACCEPT,
        "due_at": MONDAY + timedelta(hours=8),
    }
    return Case(**{**usual, **other})


def a_draft(chat_id: int, version: int = 1, **other: Any) -> Draft:
    """A report that has just begun."""
    usual: dict[str, Any] = {
        "chat_id": chat_id,
        "form": "report",
        "step": "trouble",
        "version": version,
        "started_at": MONDAY,
        "updated_at": MONDAY,
    }
    return Draft(**{**usual, **other})


async def add_case(database: Database, seal: Seal, **other: Any) -> Case:
    """A case that is committed, with its reporter."""
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        number = str(other.pop("number", "BF-261123-0001"))
        return await CaseRows(connection, seal, MONDAY).add(a_case(number, cast.wang.id, **other))
