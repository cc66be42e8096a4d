"""The households of the demo county: invented families, so that who tries the desk has somebody to visit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.county.area_names import AreaNames
from bot.county.household_file import read_households
from bot.county.household_flaws import Known
from bot.tables import BadRows
from desk.actions.staff.change import OPERATOR
from desk.domain.county.areas import Areas
from desk.domain.households.household import differences
from desk.domain.households.listing import beside, settled
from storage.engine.database import Connection
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows
from storage.people.phones import comparable
from storage.staff.staff import StaffRows

HOUSEHOLDS_FILE = Path(__file__).with_name("households.csv")


async def enter_households(connection: Connection, seal: Seal, now: datetime, areas: Areas) -> None:
    """Bring the register to what the file says; windows open with the first tick. Raises BadRows."""
    staff = await StaffRows(connection, seal, now).everybody()
    officers = {comparable(one.phone): one.id for one in staff}
    read = read_households(HOUSEHOLDS_FILE, Known(AreaNames(areas), officers))
    if read.problems:
        raise BadRows(read.problems)
    rows = RegisterRows(connection, seal, now)
    known = await rows.listed([one.household.number for one in read.households])
    new = [settled(one.household) for one in read.households if one.household.number not in known]
    again = [
        beside(known[one.household.number], one) for one in read.households if one.household.number in known
    ]
    changed = [one for one in again if differences(known[one.number], one)]
    await rows.save([*new, *changed], {one.number: known[one.number] for one in changed}, OPERATOR.capacity)
