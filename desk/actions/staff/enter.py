"""Entering somebody on the staff list: a name and a number, to which posts are given afterwards."""

from __future__ import annotations

from desk.actions.staff.change import By, note_change
from desk.domain.people.people import Staff
from desk.domain.staff.staffing import StaffAct
from desk.ports.work import Work


async def enter(work: Work, by: By, name: str, phone: str) -> Staff:
    """The new entry, with one ledger entry; whoever has this number already keeps theirs as it is.

    Raises LookupError when the row is not there after all.
    """
    known = await work.staff.find_by_phone(phone)
    if known is not None:
        return known
    staff_id = await work.staff.add(name, phone)
    await note_change(work, by, StaffAct.ENTER, f"staff_id:{staff_id}")
    entered = await work.staff.find(staff_id)
    if entered is None:
        raise LookupError("what was entered a moment ago is gone")
    return entered
