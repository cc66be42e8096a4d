from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.county import WrongDatabase, require_demo, require_live
from bot.county.area_file import read_areas
from bot.county.findings import findings
from bot.county.guards import refuse_demo
from bot.county.set_up import enter_areas, enter_staff
from bot.county.staff_file import StaffFile, read_staff
from bot.demo import load_demo, sandbox_cast
from bot.demo.cast import STAFF_FILE, players
from bot.process.sandbox import USERNAME
from bot.process.wiring import load_shared
from bot.rules.reading import load_rules
from desk.actions.staff.join_by_link import digest_of
from desk.actions.visits.due import find_due_visits
from desk.domain.cases.case import Hold
from desk.domain.county.areas import Level
from desk.domain.county.phones import phone_in
from desk.domain.handing_over.routing import Organisation, StepCode, accountable
from desk.domain.households.household import Sight
from desk.domain.people.people import Role
from places.areas import DEMO_AREAS
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from storage.county.areas import load_areas
from storage.engine.database import Database
from storage.engine.facts import get_fact
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows
from storage.households.households import HouseholdRows
from storage.mail.claims import Claims
from storage.staff.staff import StaffRows
from tests.deskside import SEAL, Desk
from tests.schedules.conftest import Signs

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAYS = 14  # that the invitation works
JIULIKUANG, LIANGMUSHAN, YUJIASHAN = "370283122215", "370283122308", "370283120221"
SHIQIAO = "370283122222"


async def _tables(database: Database) -> dict[str, list[dict[str, object]]]:
    """Everything that the demo writes, sealed columns included."""
    names = (
        "areas",
        "area_aliases",
        "people",
        "staff",
        "posts",
        "invitations",
        "facts",
        "outbox",
        "households",
        "household_members",
        "measures",
        "ledger",
    )
    async with database.reading() as connection:
        return {
            name: [dict(row) for row in await connection.fetch_all(f"SELECT * FROM {name} ORDER BY 1, 2")]
            for name in names
        }


async def test_the_demo_county_is_whole(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)

    async with database.reading() as connection:
        areas = await load_areas(connection)
        posts = await StaffRows(connection, seal, NOW).posts_in([area.code for area in areas])
        facts = {name: await get_fact(connection, name) for name in ("demo", "county_code", "edition")}
    assert facts == {"demo": "yes", "county_code": "370283000000", "edition": "2023-06-30"}
    assert sum(area.level is Level.VILLAGE for area in areas) == 363
    assert not [finding for finding in findings(areas, posts, NOW, load_rules("default")) if finding.fatal]
    assert {post.role for post in posts} >= {Role.COUNTY_OFFICE, Role.COMPLAINTS, Role.DEPARTMENT_DESK}


async def test_its_villages_show_every_way_of_routing(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)

    async with database.reading() as connection:
        areas = await load_areas(connection)
        posts = await StaffRows(connection, seal, NOW).posts_in([area.code for area in areas])
    last_steps = {
        code: accountable(Organisation(posts, areas.line(code), NOW), Hold(Level.VILLAGE))
        for code in (JIULIKUANG, LIANGMUSHAN, YUJIASHAN)
    }
    assert last_steps[JIULIKUANG].steps[-1].code is StepCode.CHOSEN_HOLDER
    assert last_steps[LIANGMUSHAN].steps[0].code is StepCode.VACANT
    assert last_steps[LIANGMUSHAN].level is Level.TOWN
    assert last_steps[YUJIASHAN].steps[-1].code is StepCode.CHOSEN_STAND_IN


async def test_a_second_start_changes_nothing(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)
    before = await _tables(database)

    await load_demo(database, seal, NOW + timedelta(hours=1), DAYS)

    assert await _tables(database) == before


async def test_whoever_tries_it_has_somebody_to_visit_after_the_first_tick(database: Database) -> None:
    await load_demo(database, SEAL, NOW, DAYS)
    desk = Desk(database)
    desk.shared, desk.now = await load_shared(database, SEAL, load_rules("default")), NOW
    signs = Signs()

    await tend_periods(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))

    owed = {}
    async with desk.work() as work:
        for player in (one for one in players() if one.joined):
            staff = await work.staff.find_by_phone(player.phone)
            assert staff is not None
            owed[player.first_name] = len(await find_due_visits(work, staff))
    assert {name for name, count in owed.items() if count} == {
        "姜守田",
        "于春燕",
        "战书杰",
        "辛建业",
        "于海波",
        "初立新",
        "孙桂芳",
        "姜涛",
    }
    assert owed["姜守田"] > 5


async def test_residents_of_the_demo_are_people_of_its_register(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)

    async with database.reading() as connection:
        homes = HouseholdRows(connection, seal, NOW)
        everywhere = Sight({JIULIKUANG: Role.VILLAGE_MONITOR, SHIQIAO: Role.VILLAGE_MONITOR}, ())
        found = {
            player.first_name: [one.number for one in await homes.by_phone(everywhere, player.phone, 9)]
            for player in players()
            if player.group == "群众"
        }
        register = await RegisterRows(connection, seal, NOW).numbers_in([JIULIKUANG, SHIQIAO])
    assert {name: numbers for name, numbers in found.items() if numbers} == {
        "王秀英": ["DEMO-01"],
        "李桂花": ["DEMO-02"],
        "张磊": ["DEMO-09"],
    }
    assert len(register) == 12


async def test_its_officials_are_welcomed_with_their_menu(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)

    async with database.transaction() as connection:
        claims = Claims(connection, seal)
        rows = await claims.claim(await claims.due((1, 4), (), 100, NOW), NOW)
        said = {row.chat_id: claims.open(row) for row in rows}
    assert set(said) == {player.id for player in players() if player.joined}
    assert all(content.rows[0][0] == {"label": "menu.button.today"} for content in said.values())
    assert all(content.keyboard == "reply" for content in said.values())
    assert said[2001].arguments["posts"] == [{"role": "village_monitor", "place": "旧店镇九里夼村"}]
    assert all(content.arguments["posts"] for content in said.values())


async def test_the_open_invitation_works_again_after_a_long_pause(database: Database, seal: Seal) -> None:
    token = next(player.token for player in players() if player.token)
    await load_demo(database, seal, NOW, DAYS)

    later = NOW + timedelta(days=30)
    await load_demo(database, seal, later, DAYS)

    async with database.reading() as connection:
        invitation = await StaffRows(connection, seal, later).find_invitation(digest_of(token))
    assert invitation is not None
    assert invitation.expires_at == later + timedelta(days=DAYS)


async def test_a_live_start_on_invented_people_is_refused(database: Database, seal: Seal) -> None:
    await load_demo(database, seal, NOW, DAYS)

    await require_demo(database)
    with pytest.raises(WrongDatabase, match="invented people of the demo county"):
        await require_live(database)
    async with database.reading() as connection:
        with pytest.raises(WrongDatabase, match="invented people"):
            await refuse_demo(connection)


async def test_a_demo_start_on_a_real_county_is_refused(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        areas = read_areas(DEMO_AREAS, edition="2023-06-30").areas
        await enter_areas(connection, areas, demo=False)
        await enter_staff(connection, seal, NOW, read_staff(STAFF_FILE, areas))

    await require_live(database, NOW)
    with pytest.raises(WrongDatabase, match="holds a real county"):
        await require_demo(database)
    with pytest.raises(WrongDatabase, match="holds a real county"):
        await load_demo(database, seal, NOW, DAYS)


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICE, Role.COMPLAINTS])
async def test_a_county_does_not_start_without_its_mandatory_posts(
    database: Database, seal: Seal, role: Role
) -> None:
    async with database.transaction() as connection:
        areas = read_areas(DEMO_AREAS, edition="2023-06-30").areas
        lines = [line for line in read_staff(STAFF_FILE, areas).lines if line.role is not role]
        await enter_areas(connection, areas, demo=False)
        await enter_staff(connection, seal, NOW, StaffFile(lines))

    with pytest.raises(WrongDatabase, match=f"Nobody holds the post {role}"):
        await require_live(database, NOW)


async def test_an_empty_database_may_become_a_demo_but_not_go_live(database: Database) -> None:
    await require_demo(database)

    with pytest.raises(WrongDatabase, match="run `bangfu init"):
        await require_live(database)


def test_the_cast_is_what_the_sandbox_reads() -> None:
    cast = sandbox_cast()

    assert {person["group"] for person in cast} == {"群众", "村级监测员", "镇指挥中心", "部门", "县级"}
    assert len({person["id"] for person in cast}) == len(cast)
    assert all(person["first_name"] and person["note"] for person in cast)
    assert all(phone_in(person["phone"]) for person in cast)
    assert sum(f"https://t.me/{USERNAME}?start=join_" in person["note"] for person in cast) == 1
    assert not [person for person in cast if person["group"] == "群众" and person["started"]]
