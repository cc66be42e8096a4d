"""Entering a county: its divisions, its officials and their posts, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.county.area_file import UNSTATED
from bot.county.guards import COUNTY_CODE, DEMO, WrongDatabase
from bot.county.staff_file import StaffFile
from bot.county.staff_plan import StaffPlan, plan
from desk.actions.staff.change import OPERATOR
from desk.domain.cases.ledger import Entry
from desk.domain.county.areas import Areas
from desk.domain.staff.staffing import NewPost, StaffAct, following
from desk.ports.ledger import Ledger
from storage.county.areas import EDITION, import_areas, load_areas
from storage.engine.database import Connection
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import Seal
from storage.staff.staff import StaffRows


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import changed."""

    edition: str
    areas: int
    officials: int
    posts_added: int
    posts_ended: int
    stand_ins: int = 0


Note = tuple[StaffAct, str]


async def enter_areas(connection: Connection, areas: Areas, *, demo: bool) -> None:
    """Store the divisions and whose database this is. Raises WrongDatabase when it is another county's."""
    code = areas.county.code
    known = await get_fact(connection, COUNTY_CODE)
    if known not in (None, code):
        raise WrongDatabase(f"This database holds county {known}, not {code}: name another one.")
    edition = await get_fact(connection, EDITION)
    unstated = areas.edition == UNSTATED and edition is not None
    await import_areas(connection, Areas(edition or UNSTATED, areas) if unstated else areas)
    await set_fact(connection, COUNTY_CODE, code)
    await set_fact(connection, DEMO, "yes" if demo else "no")


async def enter_staff(
    connection: Connection,
    seal: Seal,
    now: datetime,
    given: StaffFile,
    ledger: Ledger | None = None,
) -> ImportOutcome:
    """Make the posts what the list says: new ones begin now, and those end that the list gives to others.

    Posts of which it does not speak stay, unless the list is `whole`. Entering the same list again changes
    nothing. With a `ledger` each change is an entry of the operator's.
    """
    staff = StaffRows(connection, seal, now)
    areas = await load_areas(connection)
    posts = await staff.posts_in([area.code for area in areas])
    found = plan(given, await staff.everybody(), posts)
    officials = {line.phone: line.name for line in given.lines if line.phone}
    ids = {phone: await staff.add(name, phone) for phone, name in officials.items()}
    for act, codes in await _apply(staff, now, found, ids):
        if ledger is not None:
            await ledger.append(Entry(None, act, OPERATOR.capacity, details=codes))
    changed = len(found.stand_ins)
    return ImportOutcome(
        areas.edition, len(areas), len(officials), len(found.begun), len(found.ended), changed
    )


async def _apply(staff: StaffRows, now: datetime, found: StaffPlan, ids: Mapping[str, int]) -> Sequence[Note]:
    notes: list[Note] = []
    for line in found.begun:
        holder, stand_in = ids.get(line.phone), ids.get(line.stand_in_phone)
        post_id = await staff.add_post(NewPost(line.role, line.area_code, holder, stand_in, line.department))
        notes.append((StaffAct.GIVE_POST, f"staff_id:{holder} post_id:{post_id}"))
    for post in found.ended:
        await staff.end_post(post.id)
        notes.append((StaffAct.END_POST, f"post_id:{post.id}"))
    for post, line in found.stand_ins:
        stand_in = ids.get(line.stand_in_phone)
        await staff.end_post(post.id)
        await staff.add_post(replace(following(post, now, post.valid_to), stand_in_id=stand_in))
        notes.append((StaffAct.STAND_IN, f"post_id:{post.id} to_id:{stand_in}"))
    return notes
