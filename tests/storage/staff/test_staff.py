"""Who holds which post now, and how somebody on the staff list becomes a person who writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.domain.people.people import Role
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.people.people import PeopleRows
from storage.staff.staff import NewPost, StaffRows
from tests.storage.cast import COUNTY, MONDAY, TOWN, VILLAGE, enter


def staff_at(connection: Connection, seal: Seal) -> StaffRows:
    return StaffRows(connection, seal, MONDAY)


async def test_posts_of_a_line_come_with_holder_and_stand_in_and_whether_they_can_be_reached(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "13900000000")
        zhou = await staff.add("Zhou Min", "13900000001")
        await staff.bind(li, cast.li.id)
        await PeopleRows(connection, seal, MONDAY).save(replace(cast.li, reachable=False, language="en"))
        await staff.add_post(NewPost(Role.VILLAGE_MONITOR, VILLAGE, li, zhou))
        await staff.add_post(NewPost(Role.TOWN_DESK, TOWN))
        await staff.add_post(NewPost(Role.DEPARTMENT_DESK, COUNTY, zhou, department="housing"))
        await staff.add_post(NewPost(Role.VILLAGE_MONITOR, "370283199200", zhou))

        monitor, town, department = await staff.posts_in([VILLAGE, TOWN, COUNTY])

    assert monitor.holder is not None
    assert (monitor.holder.name, monitor.holder.phone) == ("Li Qiang", "13900000000")
    assert (monitor.holder.user_id, monitor.holder.language) == (cast.li.user_id, "en")
    assert (monitor.holder.reachable, monitor.holder.present) == (False, False)
    assert monitor.stand_in is not None
    assert (monitor.stand_in.id, monitor.stand_in.user_id, monitor.stand_in.present) == (zhou, None, False)
    assert (town.holder, town.stand_in) == (None, None)
    assert (department.role, department.department) == (Role.DEPARTMENT_DESK, "housing")


async def test_posts_count_from_their_first_moment_until_before_their_last(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "13900000000")
        hour = timedelta(hours=1)
        begins_now = await staff.add_post(NewPost(Role.LEADER, TOWN, li, valid_from=MONDAY))
        await staff.add_post(NewPost(Role.LEADER, TOWN, li, valid_from=MONDAY + hour))
        await staff.add_post(NewPost(Role.LEADER, TOWN, li, valid_from=MONDAY - hour, valid_to=MONDAY))
        still = await staff.add_post(
            NewPost(Role.LEADER, TOWN, stand_in_id=li, valid_from=MONDAY - hour, valid_to=MONDAY + hour)
        )

        valid = [post.id for post in await staff.posts_in([TOWN])]
        held = [post.id for post in await staff.posts_of(li)]
        await staff.end_post(still)
        after = [post.id for post in await staff.posts_of(li)]

    assert valid == held == [begins_now, still]
    assert after == [begins_now]


async def test_an_official_is_found_by_a_phone_however_it_is_written(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "139 0000-0000")

        found = [
            await staff.find_by_phone(phone) for phone in ("13900000000", "+8613900000000", "8613900000000")
        ]

        assert [official and official.id for official in found] == [li, li, li]
        assert await staff.find_by_phone("13900000001") is None


async def test_an_entry_is_given_to_one_person_and_a_person_gets_one_entry(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "13900000000")
        zhou = await staff.add("Zhou Min", "13900000001")

        given = [
            await staff.bind(li, cast.li.id),
            await staff.bind(li, cast.wang.id),
            await staff.bind(zhou, cast.li.id),
        ]

        assert given == [True, False, False]
        bound = await staff.find_by_person(cast.li.id)
        assert bound is not None
        assert (bound.id, bound.user_id) == (li, cast.li.user_id)
        assert await staff.find_by_person(cast.wang.id) is None


async def test_a_revoked_entry_cannot_be_taken_and_says_so(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "13900000000")

        await staff.revoke(li)

        assert await staff.bind(li, cast.li.id) is False
        found = await staff.find(li)
        assert found is not None
        assert found.revoked


async def test_entering_a_phone_again_corrects_the_name_and_keeps_the_row(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qian", "13900000000")

        again = await staff.add("Li Qiang", "+86 13900000000")

        found = await staff.find(li)
        assert again == li
        assert found is not None
        assert found.name == "Li Qiang"


async def test_an_invitation_belongs_to_the_first_who_opens_it(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        staff = staff_at(connection, seal)
        li = await staff.add("Li Qiang", "13900000000")
        await staff.invite(li, "0" * 64, MONDAY + timedelta(hours=72))
        invitation = await staff.find_invitation("0" * 64)
        assert invitation is not None

        opened = [
            await staff.open_invitation(invitation.id, cast.li.id),
            await staff.open_invitation(invitation.id, cast.wang.id),
            await staff.open_invitation(invitation.id, cast.li.id),
        ]
        tries = [await staff.count_try(invitation.id), await staff.count_try(invitation.id)]
        await staff.claim_invitation(invitation.id)

        assert opened == [True, False, True]
        assert tries == [1, 2]
        assert await staff.find_invitation("0" * 64) == replace(
            invitation, opened_by=cast.li.id, tries=2, claimed_at=MONDAY
        )
        assert await staff.find_invitation("1" * 64) is None
