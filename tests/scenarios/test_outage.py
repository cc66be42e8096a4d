"""What goes wrong in the middle of a story: the process, the network, a person who goes away."""

from __future__ import annotations

import asyncio

import pytest

from tests.scenarios.books import opened_books
from tests.scenarios.puppet import Puppet
from tests.scenarios.stage import Stage
from tests.village import MONITOR, NEIGHBOUR, RESIDENT, VILLAGE

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
LAMP = "门口的路灯坏了"


async def comes_to_the_question_of_danger(resident: Puppet) -> None:
    await resident.opens(f"v_{VILLAGE}")
    await resident.says(LAMP)
    await resident.presses("请人来")
    await resident.presses("同意")
    await resident.presses("房子")
    await resident.sees("有危险吗")


async def sends_the_report(resident: Puppet) -> None:
    await resident.presses("没有危险")
    await resident.shares_contact()
    await resident.presses("发送")
    await resident.sees("已经报上去了", MONITOR.name)


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_a_form_goes_on_where_it_was_when_the_bot_comes_back(stage: Stage, end: str) -> None:
    resident = stage.puppet(RESIDENT.user_id)
    await comes_to_the_question_of_danger(resident)
    await getattr(stage.bot, end)()
    await resident.says("晚上看不见路")

    await stage.start_bot()
    await sends_the_report(resident)

    await stage.puppet(MONITOR.user_id).sees(LAMP, "晚上看不见路")


async def test_ctrl_c_ends_it_within_seconds_while_nobody_answers_and_nothing_is_lost(stage: Stage) -> None:
    resident, neighbour = stage.puppet(RESIDENT.user_id), stage.puppet(NEIGHBOUR.user_id)
    await comes_to_the_question_of_danger(resident)
    await stage.add_fault("sendMessage", "hang", seconds=30)
    await resident.presses("没有危险")
    await neighbour.opens()
    await asyncio.sleep(1)  # their answers are on the way, and hang

    code = await stage.bot.stop(within=20)

    assert code == 0, stage.bot.output()
    await stage.clear_faults()
    await stage.start_bot()
    await neighbour.sees("您好")
    await resident.shares_contact()
    await resident.presses("发送")
    await resident.sees("已经报上去了")


async def test_an_outage_of_telegram_is_said_once_and_costs_no_word(stage: Stage) -> None:
    resident = stage.puppet(RESIDENT.user_id)
    await comes_to_the_question_of_danger(resident)
    before = len(stage.bot.output().splitlines())
    await stage.sandbox.stop()
    await asyncio.sleep(4)

    stage.sandbox.start()
    await stage.sandbox.until(stage._sandbox_answers)
    await sends_the_report(resident)

    said = stage.bot.output().splitlines()[before:]
    assert len([line for line in said if "trouble with='telegram'" in line]) == 1
    assert "Traceback" not in "\n".join(said)


async def test_what_is_corrected_in_time_reaches_the_official_as_corrected(stage: Stage) -> None:
    resident = stage.puppet(RESIDENT.user_id)
    await comes_to_the_question_of_danger(resident)
    [told] = [message for message in await resident.history() if message.get("text") == LAMP]

    await resident.edits(told["message_id"], "村口的路灯不亮了")
    await resident.sees("改")
    await sends_the_report(resident)

    card = await stage.puppet(MONITOR.user_id).sees("村口的路灯不亮了")
    assert LAMP not in card["text"]


async def test_who_blocks_the_bot_is_telephoned_and_who_comes_back_is_written_to(stage: Stage) -> None:
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    await comes_to_the_question_of_danger(resident)
    await sends_the_report(resident)
    await resident.blocks()
    await monitor.sees("打电话")

    await resident.unblocks()
    await resident.sees("路灯")
    await monitor.presses("受理")

    await resident.sees(MONITOR.name, "接手")


async def test_a_block_that_was_never_heard_of_shows_when_something_is_said(stage: Stage) -> None:
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    await comes_to_the_question_of_danger(resident)
    await sends_the_report(resident)
    await monitor.sees(LAMP)
    await stage._post(f"/sandbox/chats/{RESIDENT.user_id}/deactivate", {})

    await monitor.presses("受理")

    await monitor.sees("打电话")
    async with opened_books(stage.settings["BANGFU_DATABASE_URL"], stage.folder / "data/keys.json") as books:
        failed = await books.column("SELECT error FROM outbox WHERE state = 'blocked'")
        reachable = await books.column(f"SELECT reachable FROM people WHERE user_id = {RESIDENT.user_id}")
    assert failed == ["403 unreachable"]
    assert reachable == [0]
