"""Who sees which household of the register, how much of it, and what the ledger knows of that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.actions.cases.door import NOT_YOURS
from desk.actions.households.register import (
    A_LIST,
    find_households,
    household_words,
    read_household,
    view_household,
)
from desk.domain.households.household import Household
from desk.domain.people.people import Role
from tests.actions.staffroom import ledger, operator, revoke
from tests.deskside import Desk
from tests.register import LIS, MOTHER_ID, WANG_ID, WANGS, other, register
from tests.village import (
    COMPLAINTS,
    DUTY,
    INSPECTOR,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    Character,
)

OFFICER = Character(8001, "韩梅", "+8613800008001", Role.RESPONSIBLE_OFFICER, "370283119000")


async def found(desk: Desk, who: Character, words: str = "王秀兰") -> list[str]:
    """The numbers of the households that this official finds."""
    person = await desk.person(who)
    async with desk.work() as work:
        result = await find_households(work, person, words)
    assert result is not None
    return [one.number for one in result.households]


async def sees(desk: Desk, who: Character, household_id: int, *, whole: bool = False) -> bool:
    person = await desk.person(who)
    see = read_household if whole else view_household
    async with desk.work() as work:
        result = await see(work, person, household_id)
    assert result == NOT_YOURS or isinstance(result, Household)
    return isinstance(result, Household)


@pytest.mark.parametrize("who", [MONITOR, TOWN_DESK, DUTY])
async def test_whoever_looks_after_the_place_finds_the_household(desk: Desk, who: Character) -> None:
    (household_id,) = await register(desk, WANGS)

    for words in ("王秀兰", " 王小宝", WANG_ID, MOTHER_ID.lower(), "13800001001", "+86 138 0000 9002"):
        assert await found(desk, who, words) == [WANGS.number], words
    assert await sees(desk, who, household_id)


@pytest.mark.parametrize(
    "who",
    [OTHER_TOWN_DESK, COMPLAINTS, MEDICAL_DESK, TOWN_LEADER, INSPECTOR, OFFICER],
)
async def test_for_everybody_else_it_is_as_if_it_were_not_there(desk: Desk, who: Character) -> None:
    await desk.appoint(MEDICAL_DESK, TOWN_LEADER, INSPECTOR, OFFICER)
    (household_id,) = await register(desk, WANGS)

    for words in ("王秀兰", WANG_ID, "13800001001"):
        assert await found(desk, who, words) == []
    assert not await sees(desk, who, household_id)
    assert not await sees(desk, who, household_id, whole=True)
    assert not await sees(desk, who, household_id + 100)
    assert await ledger(desk, f"household:{household_id}") == [("enter", "operator", "")]


async def test_a_monitor_sees_the_own_village_and_no_other(desk: Desk) -> None:
    here, there = await register(desk, WANGS, other(WANGS, "N2", area_code=NEIGHBOUR_VILLAGE))

    assert await found(desk, MONITOR) == [WANGS.number]
    assert await sees(desk, MONITOR, here)
    assert not await sees(desk, MONITOR, there)
    assert sorted(await found(desk, TOWN_DESK)) == sorted([WANGS.number, "N2"])


async def test_an_officer_sees_the_households_named_for_them_wherever_they_are(desk: Desk) -> None:
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    own, foreign = await register(desk, replace(WANGS, officer_id=officer.id), LIS)

    assert await found(desk, OFFICER) == [WANGS.number]
    assert await sees(desk, OFFICER, own, whole=True)
    assert not await sees(desk, OFFICER, foreign)
    assert (await ledger(desk, f"household:{own}"))[-1] == (
        "read",
        "responsible_officer",
        f"staff_id:{officer.id}",
    )


async def test_whoever_acts_for_an_officer_on_leave_sees_their_households_until_they_are_back(
    desk: Desk,
) -> None:
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    await register(desk, replace(WANGS, officer_id=officer.id))
    before = await found(desk, OTHER_TOWN_DESK)

    await desk.send_on_leave(OFFICER, 3, OTHER_TOWN_DESK)
    during = await found(desk, OTHER_TOWN_DESK)
    desk.wait(days=4)

    assert (before, during, await found(desk, OTHER_TOWN_DESK)) == ([], [WANGS.number], [])


async def test_whoever_was_revoked_and_residents_find_nothing_at_all(desk: Desk) -> None:
    (household_id,) = await register(desk, WANGS)
    await operator(desk, await revoke(desk, MONITOR))
    await desk.resident(RESIDENT)

    for who in (MONITOR, RESIDENT):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await find_households(work, person, "王秀兰") is None
        assert not await sees(desk, who, household_id)


async def test_a_card_is_masked_until_somebody_asks_for_all_of_it(desk: Desk) -> None:
    officer = await desk.official(TOWN_DESK)
    (household_id,) = await register(desk, replace(WANGS, officer_id=officer.id))
    async with desk.work() as work:
        household = await work.households.find(household_id)
        assert household is not None

        masked = await household_words(work, household)
        whole = await household_words(work, household, whole=True)

    assert (masked["phone"], masked["address"], masked["officer"]) == ("138****1001", "", TOWN_DESK.name)
    assert masked["members"] == [
        {"name": "王秀兰", "relation": "户主", "id_number": f"3702************{WANG_ID[-2:]}", "phone": ""},
        {
            "name": "王桂英",
            "relation": "之母",
            "id_number": f"3702************{MOTHER_ID[-2:]}",
            "phone": "138****9002",
        },
        {"name": "王小宝", "relation": "之孙", "id_number": "", "phone": ""},
    ]
    assert (whole["phone"], whole["address"]) == (WANGS.phone, WANGS.address)
    assert WANG_ID in str(whole["members"])


async def test_looking_is_no_entry_and_seeing_everything_is_one_each_time(desk: Desk) -> None:
    (household_id,) = await register(desk, WANGS)
    monitor = await desk.official(MONITOR)

    await found(desk, MONITOR)
    await sees(desk, MONITOR, household_id)
    for _ in range(2):
        await sees(desk, MONITOR, household_id, whole=True)

    read = ("read", "village_monitor", f"staff_id:{monitor.id}")
    assert await ledger(desk, f"household:{household_id}") == [("enter", "operator", ""), read, read]


async def test_an_officer_who_was_revoked_is_not_named_on_the_card(desk: Desk) -> None:
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    (household_id,) = await register(desk, replace(WANGS, officer_id=officer.id))
    await operator(desk, await revoke(desk, OFFICER))

    async with desk.work() as work:
        household = await work.households.find(household_id)
        assert household is not None
        words = await household_words(work, household)

    assert words["officer"] == ""
    assert not await sees(desk, OFFICER, household_id)


async def test_a_long_list_ends_and_says_so_and_one_sign_is_no_name(desk: Desk) -> None:
    await register(desk, *(other(WANGS, f"N{n}") for n in range(A_LIST + 2)))
    person = await desk.person(MONITOR)

    async with desk.work() as work:
        result = await find_households(work, person, "王秀兰")
        nothing = await find_households(work, person, "王")

    assert result is not None
    assert (len(result.households), result.more) == (A_LIST, True)
    assert nothing is not None
    assert nothing.households == ()
