"""Notices to many: composed, read back, agreed to, let go, paused, stopped, read and unsubscribed from."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from desk.actions.broadcasts.compose import Words, compose
from desk.actions.cases.door import Refusal
from desk.actions.people.subscriptions import subscribe
from desk.domain.broadcasts.broadcast import Audience, Broadcast, BroadcastState, DeliveryTally, Recipients
from desk.domain.talk.said import SaidKind
from storage.ledger.ledger import LedgerRows
from tests.actions.staffroom import SECOND_DUTY
from tests.deskside import SEAL, Desk, desk
from tests.handlers.notices import FARMER, WORDS, asked_for, running, settle, tick, two_residents
from tests.village import (
    COUNTY,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    Character,
)

__all__ = ["desk"]


async def state_of(desk: Desk, broadcast: Broadcast) -> tuple[BroadcastState, DeliveryTally]:
    """Where it stands."""
    async with desk.work() as work:
        found = await work.broadcasts.find(broadcast.id)
        assert found is not None
        return found.state, await work.broadcasts.mail.tally(broadcast.id)


def second_person_over(desk: Desk, number: int) -> None:
    """Let the county's rules ask for a second person from there on."""
    rules = desk.shared.rules
    handling = dataclasses.replace(rules.handling, broadcast_second_person=number)
    desk.shared = dataclasses.replace(desk.shared, rules=dataclasses.replace(rules, handling=handling))


async def notices_to(desk: Desk, who: Character) -> list[Any]:
    """The notices that wait for this person."""
    return [told for told in await desk.told(who) if told.key.startswith("broadcast:")]


async def test_a_town_desk_writes_to_a_village_and_each_resident_gets_one_notice(desk: Desk) -> None:
    await two_residents(desk)

    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "九里夼村")
    await desk.presses(TOWN_DESK, "群众")
    await desk.hears(TOWN_DESK, SaidKind.PHOTO, text=WORDS, file_id="PHOTO-1")
    shown = [told for told in await desk.told(TOWN_DESK) if told.template == "broadcast.message"]
    card = [told for told in await desk.told(TOWN_DESK) if told.template == "broadcast.card"]
    await desk.presses(TOWN_DESK, "发送")
    for _ in range(3):
        await tick(desk)
    received = await notices_to(desk, RESIDENT)

    assert "2 人" in card[0].text
    assert "1 分钟" in card[0].text
    assert [told.text for told in received] == [shown[0].text]
    assert list(received[0].buttons) == list(shown[0].buttons) == ["知道了", "不想收了"]
    assert received[0].file_id == shown[0].file_id == "PHOTO-1"
    assert (received[0].row.lane, received[0].row.method) == (4, "photo")
    assert len(await notices_to(desk, NEIGHBOUR)) == 1
    assert await notices_to(desk, FARMER) == []


async def test_officials_are_written_to_by_their_posts_and_cannot_unsubscribe(desk: Desk) -> None:
    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        await subscribe(work, monitor, wanted=False)
    await desk.types(DUTY, "/broadcast")
    await desk.presses(DUTY, "平度市")
    await desk.presses(DUTY, "村级监测员")
    await desk.types(DUTY, "明早八点到镇里开会")
    await desk.presses(DUTY, "发送")
    await tick(desk)

    received = await notices_to(desk, MONITOR)

    assert [list(told.buttons) for told in received] == [["知道了"]]
    assert [told for told in await desk.outbox() if told.key.startswith("broadcast:")] == received


@pytest.mark.parametrize("who", [RESIDENT, MONITOR, OTHER_TOWN_DESK])
async def test_nobody_writes_to_an_area_that_is_not_theirs(desk: Desk, who: Character) -> None:
    await two_residents(desk)
    person = await desk.person(who)

    async with desk.work() as work:
        result = await compose(work, person, Recipients(VILLAGE, Audience.RESIDENTS), Words(WORDS))

    assert isinstance(result, Refusal)
    assert result.template == "common.not_yours"


async def test_buttons_in_the_wrong_hands_change_nothing(desk: Desk) -> None:
    made = await running(desk)
    before = await state_of(desk, made)

    for verb in ("send", "pause", "resume", "stop", "yes", "no", "read", "off", "missed", "x"):
        for who in (FARMER, MONITOR, OTHER_TOWN_DESK):
            [answer] = await desk.presses_code(who, f"b:{made.id}:{verb}")
            assert answer.template in {"common.not_yours", "form.stale"}
    async with desk.work() as work:
        farmer = await work.people.find_by_user(FARMER.user_id)
        assert farmer is not None
        still = await work.broadcasts.is_subscribed(farmer.id)

    assert await state_of(desk, made) == before
    assert before == (BroadcastState.RUNNING, DeliveryTally(waiting=2))
    assert still


async def test_above_the_number_in_the_rules_nothing_leaves_until_a_second_person_agrees(desk: Desk) -> None:
    second_person_over(desk, 1)
    await two_residents(desk)
    made = await asked_for(desk)
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:send")
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:yes")
    await tick(desk)
    assert (await state_of(desk, made))[0] is BroadcastState.ASKED
    assert await notices_to(desk, RESIDENT) == []

    await desk.presses(DUTY, "同意发")
    await tick(desk)

    assert (await state_of(desk, made))[0] is BroadcastState.RUNNING
    assert len(await notices_to(desk, RESIDENT)) == 1
    [late] = await desk.presses_code(DUTY, f"b:{made.id}:no")
    assert late.template == "task.stale"
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT act, capacity FROM ledger WHERE act LIKE '%broadcast' ORDER BY id"
        )
    assert [(row["act"], row["capacity"]) for row in rows] == [
        ("compose_broadcast", "town_desk"),
        ("send_broadcast", "town_desk"),
        ("approve_broadcast", "second_person"),
    ]


async def test_what_the_second_person_declines_is_never_sent(desk: Desk) -> None:
    second_person_over(desk, 1)
    await desk.appoint(SECOND_DUTY, TOWN_LEADER)
    await two_residents(desk)
    made = await asked_for(desk, DUTY, COUNTY)
    await desk.presses_code(DUTY, f"b:{made.id}:send")

    await desk.presses_code(DUTY, f"b:{made.id}:yes")
    await desk.presses(SECOND_DUTY, "不同意")
    await tick(desk)

    assert (await state_of(desk, made))[0] is BroadcastState.DECLINED
    assert await notices_to(desk, RESIDENT) == []
    assert "没有同意" in (await desk.last_told(DUTY)).text
    assert all(told.template != "broadcast.ask_second" for told in await desk.told(TOWN_LEADER))


async def test_a_question_of_three_days_ago_is_not_answered_any_more(desk: Desk) -> None:
    second_person_over(desk, 1)
    await two_residents(desk)
    made = await asked_for(desk)
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:send")
    desk.wait(days=3, minutes=1)

    [answer] = await desk.presses_code(DUTY, f"b:{made.id}:yes")

    assert answer.template == "broadcast.lapsed"
    assert (await state_of(desk, made))[0] is BroadcastState.ASKED


async def test_a_pause_takes_back_what_waits_and_resuming_goes_on(desk: Desk) -> None:
    made = await running(desk)

    await desk.presses_code(TOWN_DESK, f"b:{made.id}:pause")
    await tick(desk)
    paused = await notices_to(desk, RESIDENT)
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:resume")
    await tick(desk)

    assert paused == []
    assert len(await notices_to(desk, RESIDENT)) == 1


async def test_a_stop_drops_what_has_not_left_and_is_final(desk: Desk) -> None:
    made = await running(desk)
    await settle(desk, RESIDENT, "sent")

    await desk.presses_code(TOWN_DESK, f"b:{made.id}:stop")
    await tick(desk)
    [again] = await desk.presses_code(TOWN_DESK, f"b:{made.id}:resume")

    assert await state_of(desk, made) == (BroadcastState.STOPPED, DeliveryTally(sent=1, dropped=1))
    assert again.template == "task.stale"
    async with desk.work() as work:
        assert await work.broadcasts.find_untended() == []


async def test_the_card_counts_what_became_of_each_and_names_whom_it_missed(desk: Desk) -> None:
    made = await running(desk)
    await settle(desk, RESIDENT, "blocked", "403 unreachable")
    await settle(desk, NEIGHBOUR, "held", "no answer")

    await tick(desk)
    card = (await desk.last_told(TOWN_DESK)).text
    await desk.presses(TOWN_DESK, "看谁没收到")

    assert "发完了" in card
    assert "没发成 0 · 联系不上 1 · 不知是否送到 1" in card
    missed = (await desk.last_told(TOWN_DESK)).text
    assert "王秀兰 旧店镇九里夼村：联系不上" in missed
    assert "李建国" in missed
    assert (await state_of(desk, made))[1] == DeliveryTally(blocked=1, held=1)


async def test_a_resident_says_that_they_read_it_and_counts_once(desk: Desk) -> None:
    made = await running(desk)

    await desk.presses(RESIDENT, "知道了")
    await desk.presses(RESIDENT, "知道了")

    assert (await state_of(desk, made))[1].read == 1


async def test_whoever_unsubscribes_gets_no_further_notice_until_they_want_them_again(desk: Desk) -> None:
    await running(desk)
    await desk.presses(RESIDENT, "不想收了")
    second = await asked_for(desk)

    await desk.presses_code(TOWN_DESK, f"b:{second.id}:send")
    await tick(desk)
    without = await notices_to(desk, RESIDENT)
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "收不收通知")
    await desk.presses(RESIDENT, "开始收通知")
    third = await asked_for(desk)

    assert without == []
    assert (second.count, third.count) == (1, 2)


async def test_at_night_nothing_leaves_and_the_author_is_told_when_it_does(desk: Desk) -> None:
    desk.wait(hours=14)  # eleven at night
    await two_residents(desk)
    made = await asked_for(desk)
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:send")
    await tick(desk)
    async with desk.database.transaction() as connection:
        [row] = await connection.fetch_all(
            "SELECT DISTINCT state, not_before FROM outbox WHERE broadcast_id IS NOT NULL"
        )
    at_night = await notices_to(desk, RESIDENT)
    card = (await desk.last_told(TOWN_DESK)).text

    desk.wait(hours=10)
    await tick(desk)

    assert at_night == []
    assert row["state"] == "parked"
    assert row["not_before"] == "2026-11-24T00:00:00.000000+00:00"
    assert "夜里不打扰" in card
    assert len(await notices_to(desk, RESIDENT)) == 1


async def test_every_act_stands_in_the_ledger_of_its_person(desk: Desk) -> None:
    made = await running(desk)
    for verb in ("pause", "resume", "stop"):
        await desk.presses_code(TOWN_DESK, f"b:{made.id}:{verb}")

    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT act, chain FROM ledger WHERE act LIKE '%broadcast' ORDER BY id"
        )
        chain = rows[0]["chain"]
        assert {row["chain"] for row in rows} == {chain}
        assert await LedgerRows(connection, SEAL, desk.now).verify_chain(chain) is None

    acts = [row["act"].removesuffix("_broadcast") for row in rows]
    assert acts == ["compose", "send", "pause", "resume", "stop"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"kind": SaidKind.LOCATION, "latitude": 36.9, "longitude": 119.9}, "没法发给大家"),
        ({"kind": SaidKind.TEXT, "text": "长" * 3501}, "太长了"),
    ],
)
async def test_what_cannot_be_one_message_is_refused_before_anything_is_stored(
    desk: Desk, said: dict[str, Any], answer: str
) -> None:
    await two_residents(desk)
    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "旧店镇")
    await desk.presses(TOWN_DESK, "群众")

    await desk.hears(TOWN_DESK, **said)

    assert answer in (await desk.last_told(TOWN_DESK)).text
    async with desk.database.transaction() as connection:
        assert await connection.fetch_all("SELECT id FROM broadcasts") == []


async def test_before_anything_is_written_it_says_how_many_will_get_it(desk: Desk) -> None:
    await two_residents(desk)
    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "九里夼村")

    await desk.presses(TOWN_DESK, "群众")
    many = [told.text for told in await desk.told(TOWN_DESK) if "通知发过来" in told.text]
    await desk.presses(TOWN_DESK, "返回")
    await desk.presses(TOWN_DESK, "帮扶责任人")
    nobody = [told.text for told in await desk.told(TOWN_DESK) if "通知发过来" in told.text][len(many) :]

    assert "会发给 <b>2</b> 人" in many[-1]
    assert "没有能收到的人" in nobody[0]


async def test_its_author_says_it_in_other_words_to_the_same_people(desk: Desk) -> None:
    await two_residents(desk)
    old = await asked_for(desk)

    await desk.presses(TOWN_DESK, "改文字")
    asked = (await desk.told(TOWN_DESK))[-1].text
    before = await state_of(desk, old)
    await desk.types(TOWN_DESK, "各位乡亲：改到后天停水")
    card = [told for told in await desk.told(TOWN_DESK) if told.template == "broadcast.card"][-1]
    await desk.presses(TOWN_DESK, "发送")
    for _ in range(3):
        await tick(desk)

    assert "会发给 <b>2</b> 人" in asked
    assert before[0] is BroadcastState.COMPOSED  # what was written stays until the new words are there
    assert (await state_of(desk, old))[0] is BroadcastState.STOPPED
    assert "2 人" in card.text
    assert [("后天" in one.text, "明天" in one.text) for one in await notices_to(desk, RESIDENT)] == [
        (True, False)
    ]


async def test_what_went_off_and_what_somebody_else_wrote_is_not_rewritten(desk: Desk) -> None:
    await two_residents(desk)
    broadcast = await asked_for(desk)
    code = f"b:{broadcast.id}:rewrite"

    (others,) = await desk.presses_code(DUTY, code)
    await desk.presses(TOWN_DESK, "发送")
    (late,) = await desk.presses_code(TOWN_DESK, code)

    assert (others.template, late.template) == ("common.not_yours", "task.stale")
    assert await desk.draft(TOWN_DESK) is None
