"""After a notice has left: what became of each message, who has read it, and who is rung up."""

from __future__ import annotations

import pytest

from desk.domain.broadcasts.broadcast import Audience, BroadcastState, DeliveryTally, Recipients
from desk.domain.talk.said import SaidKind
from tests.actions.staffroom import SECOND_DUTY, ledger
from tests.deskside import Desk, desk
from tests.handlers.broadcasts.test_broadcasts import second_person_over
from tests.handlers.notices import FARMER, WORDS, asked_for, let_go, running, settle, tick, wants_notices
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)

__all__ = ["desk"]


async def test_the_author_sees_page_by_page_what_became_of_each(desk: Desk) -> None:
    crowd = [Character(8000 + n, f"村民{n:02}", f"+86138000080{n:02}") for n in range(23)]
    for one in crowd:
        await wants_notices(desk, one)
    made = await let_go(desk, await asked_for(desk))
    for one in crowd:
        await settle(desk, one, "sent")
    await desk.presses_code(crowd[0], f"b:{made.id}:read")

    await desk.presses_code(TOWN_DESK, f"b:{made.id}:results")
    first = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "下一页")
    second = await desk.last_told(TOWN_DESK)

    assert "（23 人）" in first.text
    assert "第 1 / 2 页" in first.text
    assert "村民00 旧店镇九里夼村：知道了" in first.text
    assert "村民01 旧店镇九里夼村：已送到" in first.text
    assert "村民22" in second.text
    assert second.row.method == "edit"


async def test_what_may_have_arrived_is_sent_again_with_a_mark_when_its_author_says_so(desk: Desk) -> None:
    made = await running(desk)
    await settle(desk, RESIDENT, "sent")
    await settle(desk, NEIGHBOUR, "held", "no answer")
    await tick(desk)
    await desk.presses(TOWN_DESK, "看谁没收到")
    listed = (await desk.last_told(TOWN_DESK)).text

    await desk.presses(TOWN_DESK, "再发一次")
    await tick(desk)
    [again] = [told for told in await desk.told(NEIGHBOUR) if told.key.startswith("broadcast:")]
    [stale] = await desk.presses_code(TOWN_DESK, f"b:{made.id}:again")

    assert "有 1 人不知是否送到" in listed
    assert again.row.unsure
    assert stale.template == "task.stale"
    await settle(desk, NEIGHBOUR, "sent")
    await tick(desk)
    async with desk.work() as work:
        found = await work.broadcasts.find(made.id)
        assert found is not None
        assert found.state is BroadcastState.DONE
        assert await work.broadcasts.mail.tally(made.id) == DeliveryTally(sent=2)


async def test_what_may_have_arrived_is_left_at_that_and_stays_to_be_seen(desk: Desk) -> None:
    made = await running(desk)
    await settle(desk, RESIDENT, "sent")
    await settle(desk, NEIGHBOUR, "held", "no answer")
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:missed")

    await desk.presses(TOWN_DESK, "就这样")
    await desk.presses_code(TOWN_DESK, f"b:{made.id}:missed")

    assert "李建国 旧店镇九里夼村：不知是否送到，没再发" in (await desk.last_told(TOWN_DESK)).text
    [stale] = await desk.presses_code(TOWN_DESK, f"b:{made.id}:leave")
    assert stale.template == "task.stale"


async def test_the_village_is_asked_to_ring_up_those_who_have_not_read_it(desk: Desk) -> None:
    made = await running(desk)
    for who in (RESIDENT, NEIGHBOUR):
        await settle(desk, who, "sent")
    await desk.presses_code(RESIDENT, f"b:{made.id}:read")

    await desk.presses_code(TOWN_DESK, f"b:{made.id}:readers")
    counts = (await desk.last_told(TOWN_DESK)).text
    await desk.presses(TOWN_DESK, "请村里打电话")
    [again] = await desk.presses_code(TOWN_DESK, f"b:{made.id}:ring")
    for _ in range(2):
        await tick(desk)
    asked = [told for told in await desk.told(MONITOR) if told.template == "broadcast.ring"]
    await desk.presses(MONITOR, "看名单")
    unread = (await desk.last_told(MONITOR)).text

    assert "知道了 1 / 送到 2" in counts
    assert "九里夼村：1 / 2" in counts
    assert again.template == "broadcast.rung_before"
    assert len(asked) == 1
    assert "还有 <b>1</b> 人" in asked[0].text
    assert WORDS in asked[0].text
    assert "李建国 +8613800001002" in unread
    assert "王秀兰" not in unread


@pytest.mark.parametrize("who", [FARMER, RESIDENT, OTHER_TOWN_DESK])
async def test_nobody_else_sees_who_has_not_read_it(desk: Desk, who: Character) -> None:
    made = await running(desk)
    await settle(desk, NEIGHBOUR, "sent")

    for code in (f"b:{made.id}:unread:{VILLAGE}:0", f"b:{made.id}:readers", f"b:{made.id}:results:0:"):
        [answer] = await desk.presses_code(who, code)
        assert answer.template == "common.not_yours"


async def test_looking_at_who_has_not_read_it_stands_in_the_ledger(desk: Desk) -> None:
    made = await running(desk)
    await settle(desk, NEIGHBOUR, "sent")

    await desk.presses_code(MONITOR, f"b:{made.id}:unread:{VILLAGE}:0")

    monitor = await desk.person(MONITOR)
    acts = await ledger(desk, f"person:{monitor.id}")
    assert "see_unread" in [act for act, _, _ in acts]


async def test_an_album_is_not_taken_and_one_picture_of_it_is_asked_for_once(desk: Desk) -> None:
    await wants_notices(desk, RESIDENT)
    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "旧店镇")
    await desk.presses(TOWN_DESK, "群众")
    for n in range(3):
        await desk.hears(TOWN_DESK, SaidKind.PHOTO, file_id=f"P{n}", group_id="ALBUM", text=WORDS)
    said = [told.text for told in await desk.told(TOWN_DESK) if "只能带一张照片" in told.text]

    await desk.hears(TOWN_DESK, SaidKind.PHOTO, file_id="P1", text=WORDS)

    assert len(said) == 1
    shown = [told for told in await desk.told(TOWN_DESK) if told.template == "broadcast.message"]
    assert [told.file_id for told in shown] == ["P1"]


async def test_a_voice_goes_to_everybody_as_it_is(desk: Desk) -> None:
    await wants_notices(desk, RESIDENT)
    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "旧店镇")
    await desk.presses(TOWN_DESK, "群众")
    await desk.hears(TOWN_DESK, SaidKind.VOICE, file_id="VOICE-1", duration=20)
    await desk.presses(TOWN_DESK, "发送")
    await tick(desk)

    [notice] = [told for told in await desk.told(RESIDENT) if told.key.startswith("broadcast:")]

    assert (notice.row.method, notice.file_id) == ("voice", "VOICE-1")


async def test_a_long_caption_is_asked_for_again_and_nothing_else_is(desk: Desk) -> None:
    await wants_notices(desk, RESIDENT)
    await desk.types(TOWN_DESK, "/broadcast")
    await desk.presses(TOWN_DESK, "旧店镇")
    await desk.presses(TOWN_DESK, "群众")
    await desk.hears(TOWN_DESK, SaidKind.PHOTO, file_id="P1", text="长" * 1024)
    refused = (await desk.last_told(TOWN_DESK)).text

    await desk.hears(TOWN_DESK, SaidKind.PHOTO, file_id="P1", text=WORDS)

    assert "九百字以内" in refused
    assert any(told.template == "broadcast.card" for told in await desk.told(TOWN_DESK))


async def test_whoever_never_said_so_gets_no_notice_and_is_asked_once_after_consent(desk: Desk) -> None:
    await desk.person(RESIDENT)
    await desk.types(RESIDENT, "/start")
    before = [told.template for told in await desk.told(RESIDENT)]
    await desk.resident(RESIDENT)
    for _ in range(2):
        await desk.types(RESIDENT, "/start")
    asked = [told for told in await desk.told(RESIDENT) if told.template == "broadcast.wanted"]
    made = [await asked_anybody(desk)]

    await desk.presses(RESIDENT, "要，发给我")
    made.append(await asked_anybody(desk))

    assert "broadcast.wanted" not in before
    assert len(asked) == 1
    assert made == [0, 1]


async def asked_anybody(desk: Desk) -> int:
    """How many residents of the village a notice would go to."""
    async with desk.work() as work:
        return (await work.broadcasts.mail.count(Recipients(VILLAGE, Audience.RESIDENTS), [VILLAGE])).count


async def test_the_first_report_ends_with_the_question_and_whoever_says_no_is_not_asked_again(
    desk: Desk,
) -> None:
    await desk.person(RESIDENT, area_code=VILLAGE, phone=RESIDENT.phone, card_asked_at=desk.now)
    await desk.types(RESIDENT, "我有困难")
    for label in ("同意", "房子"):
        await desk.presses(RESIDENT, label)
    await desk.types(RESIDENT, "房顶漏雨")
    for label in ("说完了", "没有危险", "发送"):
        await desk.presses(RESIDENT, label)
    templates = [told.template for told in await desk.told(RESIDENT)]

    await desk.presses(RESIDENT, "不用")
    await desk.types(RESIDENT, "/start")

    assert templates.index("report.receipt") < templates.index("broadcast.wanted")
    assert [told.template for told in await desk.told(RESIDENT)].count("broadcast.wanted") == 1


async def test_a_second_person_who_is_away_is_asked_through_whoever_acts(desk: Desk) -> None:
    second_person_over(desk, 0)
    await desk.appoint(COUNTY_LEADER, SECOND_DUTY)
    await desk.send_on_leave(COUNTY_LEADER, 3, SECOND_DUTY)
    await wants_notices(desk, RESIDENT)
    made = await asked_for(desk, TOWN_DESK)

    await desk.presses_code(TOWN_DESK, f"b:{made.id}:send")

    asked = {told.row.chat_id for told in await desk.outbox() if told.template == "broadcast.ask_second"}
    assert asked == {DUTY.user_id, SECOND_DUTY.user_id}
