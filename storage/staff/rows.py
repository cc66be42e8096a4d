"""Between the staff list and its rows; names and phones are sealed under the phone's index."""

from __future__ import annotations

from desk.domain.people.people import Leave, Post, Role, Staff
from desk.domain.staff.staffing import Invitation
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none
from storage.engine.seal import Seal
from storage.engine.statements import filled

_STAFF = """
{s}.id AS {to}_id, {s}.name AS {to}_name, {s}.phone AS {to}_phone, {s}.phone_index AS {to}_phone_index,
{s}.revoked_at AS {to}_revoked_at, {s}.person_id AS {to}_person_id, {p}.user_id AS {to}_user_id,
{p}.language AS {to}_language, {p}.reachable AS {to}_reachable,
EXISTS (
    SELECT 1 FROM leaves v WHERE v.staff_id = {s}.id AND v.from_at <= :now AND v.until_at > :now
) AS {to}_away
"""


def staff_columns(staff: str, person: str, to: str) -> str:
    """The columns that `staff_of` reads, from these two tables, under this prefix; they need `:now`."""
    return filled(_STAFF, s=staff, p=person, to=to)


def staff_of(row: Row, seal: Seal, prefix: str) -> Staff | None:
    """The official whose columns begin with this prefix; None for an empty seat."""
    if row[f"{prefix}_id"] is None:
        return None
    index = row[f"{prefix}_phone_index"]
    return Staff(
        id=row[f"{prefix}_id"],
        name=seal.open(row[f"{prefix}_name"], name_place(index)),
        phone=seal.open(row[f"{prefix}_phone"], phone_place(index)),
        person_id=row[f"{prefix}_person_id"],
        user_id=row[f"{prefix}_user_id"],
        language=row[f"{prefix}_language"] or "zh_CN",
        reachable=row[f"{prefix}_reachable"] is None or bool(row[f"{prefix}_reachable"]),
        revoked=row[f"{prefix}_revoked_at"] is not None,
        away=bool(row[f"{prefix}_away"]),
    )


def post_of(row: Row, seal: Seal) -> Post:
    """The post of a row, with holder and stand-in."""
    return Post(
        id=row["id"],
        role=Role(row["role"]),
        area_code=row["area_code"],
        department=row["department"],
        holder=staff_of(row, seal, "holder"),
        stand_in=staff_of(row, seal, "stand_in"),
        valid_from=moment(row["valid_from"]),
        valid_to=moment_or_none(row["valid_to"]),
        deputy=staff_of(row, seal, "deputy"),
        seat=row["seat"],
    )


def leave_of(row: Row) -> Leave:
    """The leave of a row."""
    return Leave(
        id=row["id"],
        staff_id=row["staff_id"],
        from_at=moment(row["from_at"]),
        until_at=moment(row["until_at"]),
        deputy_id=row["deputy_id"],
    )


def invitation_of(row: Row) -> Invitation:
    """The invitation of a row."""
    return Invitation(
        id=row["id"],
        staff_id=row["staff_id"],
        expires_at=moment(row["expires_at"]),
        tries=row["tries"],
        opened_by=row["opened_by"],
        claimed_at=moment_or_none(row["claimed_at"]),
    )


def name_place(phone_index: str) -> str:
    """Where a name is sealed."""
    return f"staff.name:{phone_index}"


def phone_place(phone_index: str) -> str:
    """Where a phone is sealed."""
    return f"staff.phone:{phone_index}"
