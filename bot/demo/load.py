"""Filling an empty database with the demo county: real villages, invented people."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.county.area_file import read_areas
from bot.county.guards import refuse_live
from bot.county.set_up import enter_areas, enter_staff
from bot.county.staff_file import StaffLine, read_staff
from bot.demo.begun import note_begun
from bot.demo.cast import CAST_FILE, STAFF_FILE, Player, players
from bot.demo.register import HOUSEHOLDS_FILE, enter_households
from bot.villages import spoken
from desk.actions.staff.join_by_link import digest_of
from desk.domain.county.areas import Areas
from desk.domain.talk.messages import Json, Keyboard, Lane, Message
from handlers.talk.menu import menu_of
from places.areas import DEMO_ALIASES, DEMO_AREAS, DEMO_COUNTY, read_aliases
from storage.county.aliases import AliasRows
from storage.county.county import mark_demo, renew_invitation
from storage.engine.database import Connection, Database
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import Seal
from storage.mail.outbox import OutboxRows
from storage.people.people import PeopleRows
from storage.staff.staff import StaffRows

EDITION = "2023-06-30"
_LOADED = "demo_files"


async def load_demo(
    database: Database, seal: Seal, now: datetime, link_days: int, *, begins: datetime | None = None
) -> None:
    """Enter the demo county once; later starts only renew its open invitation, for so many days.


    With `begins` a county that was never entered is entered at that moment, and its past is to be lived.
    Raises WrongDatabase when a real county is here.
    """
    ends_at = now + timedelta(days=link_days)
    async with database.transaction() as connection:
        await refuse_live(connection)
        loaded = await get_fact(connection, _LOADED)
        if loaded is None and begins is not None:
            await note_begun(connection)
        if loaded != _digest():
            at_first = begins if loaded is None else None
            await _load(connection, seal, at_first or now)
            await set_fact(connection, _LOADED, _digest())
        for player in players():
            if player.token:
                await renew_invitation(connection, digest_of(player.token), ends_at, now)


async def demo_is_loaded(database: Database) -> bool:
    """Whether the next start has nothing to enter."""
    async with database.reading() as connection:
        return await get_fact(connection, _LOADED) == _digest()


def _digest() -> str:
    """A newer program with another cast loads it; the same one has nothing to do."""
    content = b"".join(path.read_bytes() for path in (DEMO_AREAS, STAFF_FILE, CAST_FILE, HOUSEHOLDS_FILE))
    return hashlib.sha256(content).hexdigest()[:16]


async def _load(connection: Connection, seal: Seal, now: datetime) -> None:
    areas = read_areas(DEMO_AREAS, DEMO_COUNTY, EDITION).areas
    await enter_areas(connection, areas, demo=True)
    await AliasRows(connection, seal, now).import_former(_former_names(areas))
    staff = replace(read_staff(STAFF_FILE, areas), whole=True)
    await enter_staff(connection, seal, now, staff)
    await enter_households(connection, seal, now, areas)
    for player in players():
        await _seat(connection, seal, now, player)
    outbox = OutboxRows(connection, seal, now)
    known = spoken(areas)
    await outbox.say_all([_welcome(player, known, staff.lines) for player in players() if player.joined])


def _welcome(player: Player, areas: Areas, lines: Sequence[StaffLine]) -> Message:
    """What an official hears on joining, with the menu: these have joined before anybody looked."""
    theirs = [line for line in lines if line.phone == player.phone]
    posts: list[Json] = [
        {"role": line.role.value, "place": line.department or areas.path(line.area_code)} for line in theirs
    ]
    return Message(
        key=f"demo:welcome:{player.id}",
        chat_id=player.id,
        template="join.welcome",
        arguments={"name": player.first_name, "posts": posts, "waiting": 0},
        rows=menu_of([line.role for line in theirs]),
        keyboard=Keyboard.REPLY,
        lane=Lane.CARD,
    )


def _former_names(areas: Areas) -> Sequence[tuple[str, str]]:
    return [(old.name, old.code) for old in read_aliases(DEMO_ALIASES) if areas.get(old.code) is not None]


async def _seat(connection: Connection, seal: Seal, now: datetime, player: Player) -> None:
    """Let an official have joined already, or have an invitation. Residents come by themselves."""
    rows = StaffRows(connection, seal, now)
    staff = await rows.find_by_phone(player.phone)
    if staff is None:
        return
    if player.joined:
        people = PeopleRows(connection, seal, now)
        person = await people.add(player.id, player.first_name, "zh_CN")
        await people.verify(person, player.phone)
        await mark_demo(connection, person.id)
        await rows.bind(staff.id, person.id)
    elif player.token and await rows.find_invitation(digest_of(player.token)) is None:
        await rows.invite(staff.id, digest_of(player.token), now)  # renewed at once, as at every start
