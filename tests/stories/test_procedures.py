"""From a resident's words to the first measure, and to the end of a risk: every stage through the chat."""

from __future__ import annotations

from datetime import date, datetime

from desk.actions.households.register import find_households
from desk.domain.cases.case import Source
from desk.domain.households.household import HouseholdClass, MonitoredKind, RiskType
from desk.domain.procedures.procedure import Stage
from desk.domain.talk.said import SaidKind
from tests import procedures as steps
from tests.deskside import Desk
from tests.procedures import chain, entered, household, procedure_of
from tests.register import WANGS, id_number
from tests.stories.steps import acts, last, more, tells
from tests.village import DUTY, MEDICAL_DESK, MONITOR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK, ZONE


async def test_a_report_becomes_an_inclusion_and_ends_with_the_first_measure(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    household_id = await entered(desk)
    await desk.resident(RESIDENT)
    await tells(desk, "看病", "老伴住院，钱不够了")
    await desk.presses(MONITOR, "受理")

    await more(desk, MONITOR, "转入纳入程序")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "大病")
    await desk.presses(MONITOR, "转入纳入程序")
    assert (await procedure_of(desk, household_id)).stage is Stage.VERIFICATION
    await steps.verifies(desk)
    assert (await procedure_of(desk, household_id)).stage is Stage.MATCHING
    await steps.compares(desk)
    await steps.meets(desk)
    await steps.posts(desk)
    await steps.waits_out(desk)
    await steps.agrees(desk)
    await steps.approves(desk)
    watched = await household(desk, household_id)
    await steps.helps(desk)
    await desk.presses(MONITOR, "措施都定好了")

    assert watched.household_class is HouseholdClass.MONITORED
    assert watched.monitored_kind is MonitoredKind.SUDDEN
    assert watched.risks == (RiskType.GRAVE_ILLNESS,)
    assert (await procedure_of(desk, household_id)).stage is Stage.DONE
    [measure] = (await household(desk, household_id)).measures
    assert measure.words == "报销自付部分，送救助金"
    acts = [act for act, _, _ in await chain(desk, household_id)]
    assert acts == [
        "enter",
        "open_procedure",
        "verify_home",
        "match",
        "hold_meeting",
        "post_notice",
        "end_notice",
        "agree_town",
        "update",
        "approve",
        "plan_measure",
        "settle_measures",
    ]
    told = [one.template.rpartition(".")[2] for one in await desk.told(RESIDENT) if "told" in one.template]
    assert told == [
        "verification",
        "matching",
        "meeting",
        "notice",
        "on_notice",
        "town_review",
        "county_approval",
        "measures",
        "done",
    ]


async def test_who_is_not_in_the_register_is_entered_by_a_short_form(desk: Desk) -> None:
    await desk.resident(RESIDENT)
    case = await tells(desk, "没活干", "厂里不要人了")
    await desk.presses(MONITOR, "受理")

    await more(desk, MONITOR, "转入纳入程序")
    await desk.presses(MONITOR, "新录一户")
    await desk.types(MONITOR, "王秀兰")
    await desk.types(MONITOR, id_number("19610308"))
    await desk.presses(MONITOR, "没活干")
    await desk.presses(MONITOR, "✅ 转入纳入程序")

    async with desk.work() as work:
        person = await work.people.find_by_user(MONITOR.user_id)
        assert person is not None
        found = await find_households(work, person, "王秀兰")
    assert found is not None
    [new] = found.households
    assert new.household_class is HouseholdClass.ORDINARY
    assert new.phone == RESIDENT.phone
    procedure = await procedure_of(desk, new.id)
    assert (procedure.stage, procedure.case_id, procedure.source) == (
        Stage.VERIFICATION,
        case.id,
        Source.SELF,
    )
    assert procedure.decide_by == datetime(2026, 12, 8, 18, tzinfo=ZONE)
    assert "refer" in await acts(desk, case)
    card = await last(desk, MONITOR, "procedure.card")
    assert "整个程序要在 12月8日" in card.text
    told = await last(desk, RESIDENT, "procedure.told.inclusion.verification")
    assert MONITOR.name in told.text
    assert "12月8日" in told.text


async def test_the_card_of_the_case_says_that_it_went_on_as_a_procedure(desk: Desk) -> None:
    await entered(desk)
    await desk.resident(RESIDENT)
    await tells(desk, "看病", "老伴住院")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "转入纳入程序")
    await desk.presses(MONITOR, "按姓名找")
    await desk.types(MONITOR, "王桂英")
    await desk.presses(MONITOR, "大病")
    await desk.presses(MONITOR, "✅ 转入纳入程序")

    await desk.types(MONITOR, "/today")
    await desk.presses(MONITOR, "1")

    assert "已转入纳入程序：王秀兰" in (await last(desk, MONITOR, "task.card")).text


async def test_a_second_referral_finds_the_procedure_that_is_open(desk: Desk) -> None:
    await entered(desk)
    await steps.begins(desk)
    await desk.resident(RESIDENT)
    await tells(desk, "看病", "老伴住院")
    await desk.presses(MONITOR, "受理")

    await more(desk, MONITOR, "转入纳入程序")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "大病")
    await desk.presses(MONITOR, "✅ 转入纳入程序")

    assert "已经有一个程序" in (await last(desk, MONITOR, "procedure.one_open")).text


async def test_an_exit_is_sent_back_by_the_county_and_granted_the_second_time(desk: Desk) -> None:
    household_id = await entered(desk, WANGS)
    await desk.resident(RESIDENT)
    await desk.types(MONITOR, "/household 王桂英")
    await desk.presses(MONITOR, "风险消除")
    await desk.presses(MONITOR, "开始")
    await desk.presses(MONITOR, "做评估")
    for answer in ("是", "没有过", "都有", "安全", "申请"):
        await desk.presses(MONITOR, answer)
    assert "收入还没有过监测线" in (await last(desk, MONITOR, "procedure.card")).text
    await goes_up(desk)
    await steps.reasons(desk, DUTY, "退回核实", "务工收入没有写清楚")

    sent_back = await procedure_of(desk, household_id)
    told = await last(desk, RESIDENT, "procedure.told.risk_elimination.verification")
    await goes_up(desk)
    await steps.approves(desk)

    assert (sent_back.stage, sent_back.returned, sent_back.votes) == (Stage.VERIFICATION, 1, None)
    assert "务工收入没有写清楚" in told.text
    assert "帮扶都照旧" in told.text
    over = await household(desk, household_id)
    assert (over.household_class, over.monitored_kind, over.risks) == (HouseholdClass.ORDINARY, None, ())
    assert "困难已经缓过来了" in (await last(desk, RESIDENT, "procedure.told.risk_elimination.done")).text
    assert [act for act, _, _ in await chain(desk, household_id)].count("hold_meeting") == 2


async def goes_up(desk: Desk) -> None:
    """From the home to the county."""
    await steps.verifies_exit(desk)
    await steps.meets(desk)
    await steps.posts(desk)
    await steps.waits_out(desk)
    await steps.agrees(desk)


async def test_an_objection_leads_back_to_the_home_and_the_notice_hangs_anew(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    household_id = await entered(desk)
    await desk.resident(RESIDENT)
    await steps.begins(desk)
    await steps.verifies(desk)
    await steps.compares(desk)
    await steps.meets(desk)
    await steps.posts(desk)
    desk.wait(days=4)

    await steps.reasons(desk, MONITOR, "有人提意见", "李四说他家有辆车")
    objected = await procedure_of(desk, household_id)
    told = await last(desk, RESIDENT, "procedure.told.inclusion.verification")
    await steps.verifies(desk)
    await steps.meets(desk, votes="都同意")
    meeting = await last(desk, MONITOR, "procedure.card")
    await steps.posts(desk)
    desk.wait(days=4)
    await desk.presses(MONITOR, "期满无异议")

    assert objected.stage is Stage.VERIFICATION
    assert "有人提了意见" in told.text
    assert "李四" not in told.text
    assert "评议没有记下票数" in meeting.text
    assert (await procedure_of(desk, household_id)).stage is Stage.ON_NOTICE


async def test_a_refusal_says_why_and_the_household_may_come_again(desk: Desk) -> None:
    household_id = await entered(desk)
    await desk.resident(RESIDENT)
    await steps.begins(desk, TOWN_DESK)
    await desk.presses(MONITOR, "记核实情况")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="PHOTO-9", text="家里有楼房")
    await desk.presses(MONITOR, "不往下走了")
    await desk.types(MONITOR, "家里收入稳定，不够条件")

    told = await last(desk, RESIDENT, "procedure.told.inclusion.refused")
    await steps.begins(desk)

    assert "家里收入稳定，不够条件" in told.text
    assert "12317" in told.text
    assert (await procedure_of(desk, household_id)).stage is Stage.VERIFICATION
    assert (await household(desk, household_id)).household_class is HouseholdClass.ORDINARY


async def test_photos_and_the_text_of_the_notice_are_shown_to_whoever_may_look(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    household_id = await entered(desk)
    await steps.begins(desk)
    await desk.presses(MONITOR, "记核实情况")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="PHOTO-9", text="墙裂了")
    for answer in ("往下走", "边缘易致贫户", "大病", "没有了", "2"):
        await desk.presses(MONITOR, answer)
    await steps.compares(desk)
    await steps.meets(desk)
    procedure = await procedure_of(desk, household_id)

    for wish in ("card", "text", "files"):
        await desk.presses_code(TOWN_DESK, f"g:{procedure.id}:{wish}")

    shown = await desk.told(TOWN_DESK)
    assert [one.file_id for one in shown if one.file_id] == ["PHOTO-9"]
    notice = await last(desk, TOWN_DESK, "procedure.notice")
    assert "人口：2 人" in notice.text
    assert "支出负担重" in notice.text
    card = await last(desk, TOWN_DESK, "procedure.card")
    assert "现在由 <b>赵永强</b> 办" in card.text
    assert not any("已张贴" in label for label in card.buttons)


async def test_measures_are_added_and_marked_on_the_card_of_the_household(desk: Desk) -> None:
    household_id = await entered(desk)
    await desk.types(MONITOR, "/household 王桂英")
    await desk.presses(MONITOR, "加措施")
    await desk.presses(MONITOR, "饮水")
    await desk.types(MONITOR, "接通自来水")
    await desk.presses(MONITOR, "今天")
    await desk.types(MONITOR, "/household 王桂英")
    await desk.presses(MONITOR, "标记完成")
    await desk.presses(MONITOR, "接通自来水")

    [measure] = (await household(desk, household_id)).measures
    await desk.types(MONITOR, "/household 王桂英")

    assert (measure.planned_on, measure.done_on) == (date(2026, 11, 23), date(2026, 11, 23))
    card = await desk.last_told(MONITOR)
    assert "接通自来水 ✅" in card.text
    assert not any("标记完成" in label for label in card.buttons)


async def test_the_list_shows_a_superior_what_is_open_and_late(desk: Desk) -> None:
    await entered(desk)
    await steps.begins(desk)
    desk.wait(days=4)

    await desk.types(TOWN_DESK, "/procedures")
    listed = await desk.last_told(TOWN_DESK)
    await desk.types(OTHER_TOWN_DESK, "/procedures")
    await desk.types(RESIDENT, "/procedures")

    assert "在办 1 户，其中超期 1 户" in listed.text
    assert "王秀兰家" in listed.text
    assert MONITOR.name in listed.text
    assert (await desk.last_told(OTHER_TOWN_DESK)).template == "procedure.nothing"
    assert (await desk.last_told(RESIDENT)).template == "desk.officials_only"
