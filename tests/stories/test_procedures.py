"""From a resident's words to the first measure, and to the end of a risk: every stage through the chat."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.households import HouseholdClass, MonitoredKind, RiskType
from desk.domain.procedure import Stage
from tests import procedures as steps
from tests.deskside import Desk
from tests.procedures import POOR, chain, entered, household, procedure_of
from tests.register import WANGS
from tests.stories.steps import more, tells
from tests.village import DUTY, MEDICAL_DESK, MONITOR, RESIDENT, TOWN_DESK


async def test_a_report_becomes_an_inclusion_and_ends_with_the_first_measure(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    household_id = await entered(desk)
    await desk.resident(RESIDENT)
    await tells(desk, "看病", "老伴住院，钱不够了")
    await desk.presses(MONITOR, "受理")

    await more(desk, MONITOR, "转户程序")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "大病")
    await desk.presses(MONITOR, "转户程序")
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
