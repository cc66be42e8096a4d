"""Who is an official now. Authority is read from the staff list, never remembered."""

from __future__ import annotations

from desk.domain.people.people import Person, Staff
from desk.ports.work import Work


async def official_of(work: Work, person: Person) -> Staff | None:
    """The entry of the staff list by which this person is in office; None for residents and the revoked."""
    staff = await work.staff.find_by_person(person.id)
    return None if staff is None or staff.revoked else staff
