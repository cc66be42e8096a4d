"""Officials look into the register: in the chat, as far as their posts reach, and never unseen."""

from __future__ import annotations

import pytest

from tests.actions.staffroom import ledger
from tests.deskside import Desk
from tests.register import LIS, WANG_ID, WANGS, other, register
from tests.village import COMPLAINTS, MONITOR, NEIGHBOUR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK


async def test_zhao_looks_up_the_wangs_and_then_sees_everything_which_is_noted(desk: Desk) -> None:
    """process.md §10: masked by default, reads of personal details are logged."""
    (household_id,) = await register(desk, WANGS)

    await desk.types(MONITOR, "/household 王秀兰")
    card = (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "看完整信息")
    whole = (await desk.last_told(MONITOR)).text

    assert "王秀兰家" in card
    assert "监测对象（边缘易致贫户）" in card
    assert "风险：大病、缺劳动力" in card
    assert "帮扶措施：\n· 低保\n· 公益岗位" in card
    assert "138****1001" in card
    assert not any(secret in card for secret in (WANG_ID, WANGS.phone, WANGS.address))
    assert all(words in whole for words in (WANG_ID, WANGS.phone, WANGS.address, "已记入台账"))
    assert [act for act, _, _ in await ledger(desk, f"household:{household_id}")] == ["enter", "read"]


async def test_sun_is_asked_whom_she_looks_for_and_chooses_among_two_of_one_name(desk: Desk) -> None:
    await register(desk, WANGS, other(LIS, "N2", members=(WANGS.head,)))

    await desk.types(TOWN_DESK, "/household")
    await desk.types(TOWN_DESK, "王秀兰")
    found = (await desk.last_told(TOWN_DESK)).text
    await desk.presses(TOWN_DESK, "2")

    assert "王秀兰家（3 口人）· 监测对象" in found
    assert "王秀兰家（1 口人）· 脱贫户" in found
    assert "王秀兰家" in (await desk.last_told(TOWN_DESK)).text


async def test_what_is_not_hers_and_what_does_not_exist_get_one_answer(desk: Desk) -> None:
    (household_id,) = await register(desk, WANGS)

    for who in (OTHER_TOWN_DESK, COMPLAINTS):
        texts = []
        for words in ("王秀兰", "王秀花"):
            await desk.types(who, f"/household {words}")
            texts.append((await desk.last_told(who)).text.replace(words, ""))
        assert texts[0] == texts[1]
        for code in (f"h:{household_id}:all", f"h:{household_id}:card", "h:999:all"):
            (answer,) = await desk.presses_code(who, code)
            assert (answer.template, answer.alert) == ("common.not_yours", True)


async def test_residents_never_learn_who_is_in_the_register(desk: Desk) -> None:
    (household_id,) = await register(desk, WANGS)
    await desk.resident(RESIDENT)

    for who in (RESIDENT, NEIGHBOUR):
        for words in ("/household 王秀兰", "/household"):
            await desk.types(who, words)
            assert (await desk.last_told(who)).template == "desk.officials_only"
        (answer,) = await desk.presses_code(who, f"h:{household_id}:all")
        assert answer.template == "common.not_yours"
    assert [act for act, _, _ in await ledger(desk, f"household:{household_id}")] == ["enter"]


@pytest.mark.parametrize("code", ["h", "h:1", "h:x:card", "h:1:whole", "h:1:card:2"])
async def test_buttons_that_nobody_was_given_do_nothing(desk: Desk, code: str) -> None:
    (answer,) = await desk.presses_code(MONITOR, code)

    assert answer.template == "form.stale"


async def test_a_story_half_told_is_kept_and_a_voice_finds_nothing(desk: Desk) -> None:
    await register(desk, WANGS)
    await desk.types(TOWN_DESK, "家里房子漏雨")
    await desk.types(TOWN_DESK, "/household")
    assert (await desk.last_told(TOWN_DESK)).template == "task.finish_first"

    await desk.types(MONITOR, "/household")
    await desk.types(MONITOR, "没有这家人")

    assert (await desk.last_told(MONITOR)).template == "household.nothing"


async def test_the_card_is_readable_in_english(desk: Desk) -> None:
    await register(desk, WANGS)
    await desk.person(MONITOR, language="en")

    await desk.types(MONITOR, "/household 13800001001")

    card = (await desk.last_told(MONITOR)).text
    assert "Household of 王秀兰" in card
    assert "monitored (close to poverty)" in card
    assert "Risks: grave illness, too few hands" in card
