"""Entering a county: its divisions, its officials and their posts, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.county.area_file import UNSTATED
from bot.county.guards import COUNTY_CODE, DEMO, WrongDatabase
from bot.county.staff_file import StaffLine
from desk.domain.areas import Areas
from desk.domain.people import Post, Role, Staff
from desk.domain.staffing import NewPost
from storage.areas import EDITION, import_areas, load_areas
from storage.database import Connection
from storage.facts import get_fact, set_fact
from storage.seal import Seal
from storage.staff import StaffRows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import changed."""

    edition: str
    areas: int
    officials: int
    posts_added: int
    posts_ended: int


_Key = tuple[Role, str, str | None, int | None, int | None]


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
    connection: Connection, seal: Seal, now: datetime, lines: Sequence[StaffLine]
) -> Outcome:
    """Make the posts what the list says: new ones begin now, those no longer listed end now.

    Entering the same list again changes nothing.
    """
    staff = StaffRows(connection, seal, now)
    officials = {line.phone: line.name for line in lines if line.phone}
    ids = {phone: await staff.add(name, phone) for phone, name in officials.items()}
    areas = await load_areas(connection)
    held = _by_key(await staff.posts_in([area.code for area in areas]))
    wanted = {_wanted(line, ids) for line in lines}
    for role, area_code, department, holder, stand_in in sorted(wanted - set(held), key=repr):
        await staff.add_post(NewPost(role, area_code, holder, stand_in, department))
    ended = [post for key, post in held.items() if key not in wanted]
    for post in ended:
        await staff.end_post(post.id)
    return Outcome(areas.edition, len(areas), len(officials), len(wanted - set(held)), len(ended))


def _by_key(posts: Iterable[Post]) -> dict[_Key, Post]:
    return {
        (post.role, post.area_code, post.department, _id(post.holder), _id(post.stand_in)): post
        for post in posts
    }


def _id(staff: Staff | None) -> int | None:
    return None if staff is None else staff.id


def _wanted(line: StaffLine, ids: Mapping[str, int]) -> _Key:
    holder, stand_in = ids.get(line.phone), ids.get(line.stand_in_phone)
    return (line.role, line.area_code, line.department, holder, stand_in)
