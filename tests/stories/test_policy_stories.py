"""What people ask about policies, and what comes of it: process.md 1, 3 and 4."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.policy.library import PolicyShelf
from desk.domain.cases.case import Kind, State
from desk.domain.people.people import Role
from policy.item import Validity
from policy.items import read_items
from schedules.clockwork import Clockwork
from schedules.ticks.reports import tend_drafts
from tests.deskside import Desk, own_library
from tests.schedules.conftest import Signs, clockwork, signs
from tests.stories.steps import newest_case, solves
from tests.village import COUNTY, DUTY, NEIGHBOUR, RESIDENT, TOWN_DESK, Character

__all__ = ["Signs", "clockwork", "signs"]

CIVIL_DESK = Character(6101, "宋梅", "+8613800006101", Role.DEPARTMENT_DESK, COUNTY, department="民政局")
CIVIL_COLLEAGUE = Character(6102, "罗强", "+8613800006102", Role.DEPARTMENT_DESK, COUNTY, department="民政局")


@pytest.fixture
def policy(desk: Desk, tmp_path: Path) -> PolicyShelf:
    """The county's own library."""
    policy = own_library(tmp_path / "policy")
    desk.shared = replace(desk.shared, policy=policy)
    return policy


async def cases_of(desk: Desk, who: Character = RESIDENT) -> int:
    person = await desk.person(who)
    async with desk.work() as work:
        return len(await work.cases.find_of_reporter(person.id))


async def test_wang_xiulan_asks_and_has_her_answer_and_nobody_is_troubled(
    desk: Desk, clockwork: Clockwork
) -> None:
    """A plain question that was answered goes to nobody, and is forgotten in its time."""
    await desk.resident()
    await desk.types(RESIDENT, "我家想吃低保找哪个？")
    told = len(await desk.told(RESIDENT))

    for _ in range(8):
        desk.wait(hours=24)
        await tend_drafts(clockwork)

    assert await cases_of(desk) == 0
    assert len(await desk.told(RESIDENT)) == told  # no reminder of what is done
    async with desk.work() as work:
        assert await work.drafts.find(RESIDENT.user_id) is None


async def test_whoever_chooses_among_close_answers_has_theirs_too(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "残疾人补贴有哪些？")
    title = next(iter((await desk.last_told(RESIDENT)).buttons))
    await desk.presses(RESIDENT, title)
    desk.wait(hours=73)

    await tend_drafts(clockwork)

    assert await cases_of(desk) == 0


@pytest.mark.parametrize(
    "words",
    [
        "房顶漏雨",  # no question
        "我家房顶漏雨，危房改造怎么申请？",  # … and one that tells of trouble
        "彩票在哪买？",  # no answer
    ],
)
async def test_whatever_else_she_says_is_handed_to_the_town_when_she_stops(
    desk: Desk, clockwork: Clockwork, words: str
) -> None:
    """process.md 3: nothing that was told is lost."""
    await desk.resident()
    await desk.types(RESIDENT, words)
    desk.wait(hours=73)

    await tend_drafts(clockwork)

    case = await newest_case(desk)
    assert case.unfinished
    assert any(words in one.text for one in await desk.told(TOWN_DESK))


async def test_an_answer_that_was_of_no_use_is_no_answer(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我家想吃低保找哪个？")
    await desk.presses(RESIDENT, "没用")
    desk.wait(hours=73)

    await tend_drafts(clockwork)

    assert await cases_of(desk) == 1


async def test_her_question_goes_to_the_department_word_for_word_and_comes_back(desk: Desk) -> None:
    """process.md 4: policy questions are answered within three working days, by who leads in the matter."""
    await desk.appoint(CIVIL_DESK)
    await desk.resident()
    await desk.types(RESIDENT, "低保一个月到底多少钱呀，我听说的不一样")
    await desk.presses(RESIDENT, "问人")

    case = await newest_case(desk)
    assert (case.kind, case.department) == (Kind.POLICY_QUESTION, "民政局")
    assert any("低保一个月到底多少钱呀，我听说的不一样" in one.text for one in await desk.told(CIVIL_DESK))
    await solves(desk, CIVIL_DESK, "今年农村低保每人每月一千零五元")

    assert any("一千零五元" in one.text for one in await desk.told(RESIDENT))
    async with desk.work() as work:
        found = await work.cases.find(case.id)
    assert found is not None
    assert found.state is State.RESOLVED


async def asked_and_answered(desk: Desk) -> None:
    """王秀兰 asked what the library does not know, and 宋梅 has answered and wants to keep it."""
    await desk.appoint(CIVIL_DESK, CIVIL_COLLEAGUE)
    await desk.resident()
    await desk.types(RESIDENT, "低保一个月到底多少钱呀")
    await desk.presses(RESIDENT, "问人")
    await solves(desk, CIVIL_DESK, "今年农村低保每人每月一千零五元")
    desk.wait(minutes=5)
    await desk.presses(CIVIL_DESK, "存成政策条目")
    await desk.types(CIVIL_DESK, "平度低保一个月多少钱")
    await desk.presses(CIVIL_DESK, "跳过")
    await desk.presses(CIVIL_DESK, "低保和低收入")
    await desk.presses(CIVIL_DESK, "送去核对")


async def test_the_next_who_asks_has_the_answer_once_a_colleague_agreed(
    desk: Desk, policy: PolicyShelf, tmp_path: Path
) -> None:
    """An answer becomes an item after a second person's check, with its question and its source."""
    await asked_and_answered(desk)
    assert read_items(tmp_path / "policy/items") == []

    await desk.presses(CIVIL_COLLEAGUE, "没问题")
    policy.load()

    [item] = read_items(tmp_path / "policy/items")
    assert item.body == "今年农村低保每人每月一千零五元"
    assert item.questions == ("低保一个月到底多少钱呀",)
    assert (item.verified_by, item.department, item.region) == ("罗强", "民政局", "山东省平度市")
    assert item.validity(desk.now.date()) is Validity.CURRENT
    assert (item.sources[0].issuer, item.sources[0].date) == ("民政局", desk.now.date())
    assert "已存进政策库" in (await desk.last_told(CIVIL_DESK)).text
    card = policy.card(item.id, desk.now.date())
    assert card is not None
    assert card.sources[0].startswith("民政局（")
    async with desk.database.transaction() as connection:
        acts = await connection.fetch_all("SELECT act FROM ledger WHERE act LIKE '%_item' ORDER BY id")
    assert [row["act"] for row in acts] == ["propose_item", "add_item"]


async def test_the_second_person_may_find_it_unfit_and_the_first_decides_for_all(
    desk: Desk, policy: PolicyShelf, tmp_path: Path
) -> None:
    await asked_and_answered(desk)

    await desk.presses(DUTY, "不合适")
    [answer] = await desk.presses_code(CIVIL_COLLEAGUE, "p:1:agree:")

    assert answer.template == "policy.item.ruled"
    assert read_items(tmp_path / "policy/items") == []
    assert policy.trouble == ""


async def test_nobody_keeps_their_own_answer_and_no_stranger_does(
    desk: Desk, policy: PolicyShelf, tmp_path: Path
) -> None:
    await asked_and_answered(desk)

    for who in (CIVIL_DESK, TOWN_DESK, RESIDENT):
        [answer] = await desk.presses_code(who, "p:1:agree:")
        assert answer.template == "common.not_yours"
    [again] = await desk.presses(CIVIL_DESK, "存成政策条目")
    [stranger] = await desk.presses_code(TOWN_DESK, "p:1:save:")

    assert again.template == "policy.item.asked_before"
    assert stranger.template == "common.not_yours"
    assert read_items(tmp_path / "policy/items") == []
    assert policy.trouble == ""


async def test_a_title_that_fits_no_button_is_asked_for_again(desk: Desk, policy: PolicyShelf) -> None:
    await desk.appoint(CIVIL_DESK)
    await desk.resident()
    await desk.types(RESIDENT, "低保一个月到底多少钱呀")
    await desk.presses(RESIDENT, "问人")
    await solves(desk, CIVIL_DESK, "每人每月一千零五元")
    desk.wait(minutes=5)
    await desk.presses(CIVIL_DESK, "存成政策条目")

    await desk.types(CIVIL_DESK, "平度市二零二六年农村最低生活保障金标准每人每月")
    await desk.types(CIVIL_DESK, "全市农村低保每人每月一千零五元")
    await desk.presses(CIVIL_DESK, "低保和低收入")
    await desk.presses(CIVIL_DESK, "送去核对")

    assert any("请再按一次" in one.text for one in await desk.told(CIVIL_DESK))
    assert policy.trouble == ""


async def test_an_official_alone_cannot_put_anything_into_the_library(
    desk: Desk, policy: PolicyShelf
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "彩票在哪买？")
    await desk.presses(RESIDENT, "问人")
    await solves(desk, DUTY, "彩票站")
    desk.wait(minutes=5)

    await desk.presses(DUTY, "存成政策条目")
    await desk.types(DUTY, "彩票")
    await desk.presses(DUTY, "跳过")
    await desk.presses(DUTY, "低保和低收入")
    await desk.presses(DUTY, "送去核对")

    assert any("没有第二个人" in one.text for one in await desk.told(DUTY))
    assert policy.trouble == ""


async def test_li_jianguo_tells_and_asks_and_both_are_kept(desk: Desk) -> None:
    """这是我的困难 stands beside every answer: the words become the report."""
    await desk.resident(NEIGHBOUR)
    await desk.types(NEIGHBOUR, "房顶漏雨，危房改造找谁？")
    await desk.presses(NEIGHBOUR, "请人来")
    await desk.presses(NEIGHBOUR, "房子")
    await desk.presses(NEIGHBOUR, "没有危险")
    await desk.presses(NEIGHBOUR, "发送")

    case = await newest_case(desk, NEIGHBOUR)
    assert case.kind is Kind.HARDSHIP


async def test_somebody_in_trouble_is_offered_a_hand_and_no_law(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨 床都湿了")

    [offered] = await desk.told(RESIDENT)
    assert "听着像是<b>房子</b>的事" in offered.text
    assert list(offered.buttons)[:3] == ["要，请人来", "先看看有什么政策", "只是问问"]
