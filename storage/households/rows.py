"""Between the register and its rows; what is personal is sealed under the household's number."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from desk.domain.households.household import (
    Household,
    HouseholdClass,
    Measure,
    Member,
    MonitoredKind,
    RiskType,
)
from storage.engine.database import Row
from storage.engine.seal import Seal
from storage.people.phones import comparable

COLUMNS = """
h.id, h.number, h.area_code, h.household_class, h.monitored_kind, h.risks, h.address, h.phone, h.officer_id,
h.cadre_id, h.lives_away
"""
MEASURE_COLUMNS = "a.id, a.household_id, a.risk, a.words, a.planned_on, a.done_on, a.planned_by, a.done_by"
MEMBER_COLUMNS = "m.household_id, m.position, m.name, m.id_number, m.phone, m.relation"


def plain_name(name: str) -> str:
    """A name as it is compared: no spaces or dots, one form of each sign."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name) if sign.isalnum()).casefold()


def household_of(row: Row, members: Sequence[Row], measures: Sequence[Row], seal: Seal) -> Household:
    """The household of a row, the rows of its members and those of its measures, in their order."""
    number, kind = row["number"], row["monitored_kind"]
    return Household(
        id=row["id"],
        number=number,
        area_code=row["area_code"],
        household_class=HouseholdClass(row["household_class"]),
        members=tuple(_member_of(member, number, seal) for member in members),
        monitored_kind=None if kind is None else MonitoredKind(kind),
        risks=tuple(map(RiskType, row["risks"].split())),
        address=seal.open_some(row["address"], _place("address", number)),
        phone=seal.open_some(row["phone"], _place("phone", number)),
        officer_id=row["officer_id"],
        cadre_id=row["cadre_id"],
        lives_away=bool(row["lives_away"]),
        measures=tuple(_measure_of(measure, number, seal) for measure in measures),
    )


def _measure_of(row: Row, number: str, seal: Seal) -> Measure:
    return Measure(
        words=seal.open(row["words"], _place("measures", number)),
        risk=None if row["risk"] is None else RiskType(row["risk"]),
        planned_on=_day(row["planned_on"]),
        done_on=_day(row["done_on"]),
        planned_by=row["planned_by"],
        done_by=row["done_by"],
        id=row["id"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _member_of(row: Row, number: str, seal: Seal) -> Member:
    where = f"{number}:{row['position']}"
    return Member(
        name=seal.open(row["name"], _member_place("name", where)),
        id_number=seal.open_some(row["id_number"], _member_place("id_number", where)),
        relation=seal.open_some(row["relation"], _member_place("relation", where)),
        phone=seal.open_some(row["phone"], _member_place("phone", where)),
    )


def head_of(row: Row, seal: Seal) -> str:
    """The name of the head, of a row with the household's number and the sealed name of its first member."""
    return seal.open(row["name"], _member_place("name", f"{row['number']}:1"))


def household_values(household: Household, seal: Seal) -> Mapping[str, object]:
    """The columns of a household, without its row's number and its moments."""
    number, kind = household.number, household.monitored_kind
    return {
        "number": number,
        "area_code": household.area_code,
        "household_class": household.household_class.value,
        "monitored_kind": None if kind is None else kind.value,
        "risks": " ".join(household.risks),
        "address": seal.close_some(household.address, _place("address", number)),
        "phone": seal.close_some(household.phone, _place("phone", number)),
        "phone_index": phone_index(household.phone, seal),
        "officer_id": household.officer_id,
        "cadre_id": household.cadre_id,
        "lives_away": household.lives_away,
    }


def measure_values(measure: Measure, household_id: int, number: str, seal: Seal) -> Mapping[str, object]:
    """The columns of a measure of the household with this number, without its moment."""
    return {
        "household_id": household_id,
        "risk": None if measure.risk is None else measure.risk.value,
        "words": seal.close(measure.words, _place("measures", number)),
        "planned_on": None if measure.planned_on is None else measure.planned_on.isoformat(),
        "done_on": None if measure.done_on is None else measure.done_on.isoformat(),
        "planned_by": measure.planned_by,
        "done_by": measure.done_by,
    }


def member_values(household: Household, household_id: int, seal: Seal) -> Sequence[Mapping[str, object]]:
    """The columns of every member, the head first."""
    return [
        {
            "household_id": household_id,
            "position": position,
            **_one_member(member, f"{household.number}:{position}", seal),
        }
        for position, member in enumerate(household.members, start=1)
    ]


def _one_member(member: Member, where: str, seal: Seal) -> Mapping[str, object]:
    return {
        "name": seal.close(member.name, _member_place("name", where)),
        "name_index": seal.index(plain_name(member.name)),
        "id_number": seal.close_some(member.id_number, _member_place("id_number", where)),
        "id_index": seal.index(member.id_number) if member.id_number else None,
        "phone": seal.close_some(member.phone, _member_place("phone", where)),
        "phone_index": phone_index(member.phone, seal),
        "relation": seal.close_some(member.relation, _member_place("relation", where)),
    }


def phone_index(phone: str, seal: Seal) -> str | None:
    """What stands for a telephone: the same as for people who write, so that both can be brought together."""
    return seal.index(comparable(phone)) if phone else None


def _place(column: str, number: str) -> str:
    return f"households.{column}:{number}"


def _member_place(column: str, where: str) -> str:
    return f"household_members.{column}:{where}"
