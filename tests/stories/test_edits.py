"""Edited messages: without new words they are silence, with new words these take the place of the old."""

from __future__ import annotations

from desk.domain.cases.case import Act, Case
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk, Told
from tests.village import MONITOR, RESIDENT, TOWN_DESK, Character

HERE = {"latitude": 36.9, "longitude": 119.9}
MOVED = {"latitude": 36.95, "longitude": 119.9}


async def begins(desk: Desk, text: str = "住院花了六万", message_id: int = 77) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "看病")
    await desk.hears(RESIDENT, text=text, message_id=message_id)


async def sends(desk: Desk) -> Case:
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")
    return await the_case(desk)


async def the_case(desk: Desk) -> Case:
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
    return case


async def edits(desk: Desk, who: Character, text: str, message_id: int = 77) -> list[Told]:
    """What everybody was told because of it."""
    before = len(await desk.outbox())
    await desk.hears(who, text=text, message_id=message_id, edited=True)
    return (await desk.outbox())[before:]


async def corrections(desk: Desk) -> int:
    """How often the ledger keeps what was said before."""
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT count(*) AS n FROM ledger WHERE act = :act", {"act": Act.CORRECT}
        )
    return int(rows[0]["n"])


async def test_an_edit_before_sending_takes_the_place_and_the_ledger_keeps_the_old(desk: Desk) -> None:
    await begins(desk)
    told = await edits(desk, RESIDENT, "住院花了六万八")

    case = await sends(desk)

    card = next(one.text for one in await desk.told(MONITOR) if one.template == "task.card")
    assert [one.template for one in told] == ["form.edited"]
    assert "六万八" in card
    assert card.count("住院花了") == 1
    assert await corrections(desk) == 1
    async with desk.work() as work:
        assert "before" not in (await work.cases.words(case.id))[0].body


async def test_an_edit_while_it_is_read_back_is_read_back_anew(desk: Desk) -> None:
    await begins(desk)
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    await edits(desk, RESIDENT, "住院花了六万八")

    [question] = [one for one in (await desk.told(RESIDENT)) if one.template == "form.question"][-1:]
    assert "六万八" in question.text
    assert question.buttons


async def test_an_edit_after_sending_takes_the_place_on_the_card_and_is_shown_beside_the_old(
    desk: Desk,
) -> None:
    await begins(desk)
    case = await sends(desk)

    told = await edits(desk, RESIDENT, "住院花了六万八")

    card = next(one for one in told if one.template == "task.card" and one.row.chat_id == MONITOR.user_id)
    shown = next(one for one in told if one.template == "task.corrected")
    answer = next(one for one in told if one.row.chat_id == RESIDENT.user_id)
    assert card.text.count("住院花了") == 1
    assert "六万八" in card.text
    assert shown.text.index("<blockquote>住院花了六万</blockquote>") < shown.text.index("六万八")
    assert case.number in answer.text
    assert await corrections(desk) == 1


async def test_an_edit_without_new_words_is_silent_before_and_after_sending(desk: Desk) -> None:
    await begins(desk)
    assert await edits(desk, RESIDENT, "住院花了六万") == []
    case = await sends(desk)

    assert await edits(desk, RESIDENT, "住院花了六万") == []
    assert (await the_case(desk)).version == case.version
    assert await corrections(desk) == 0


async def test_who_edits_one_message_again_and_again_changes_one_message_of_the_official(desk: Desk) -> None:
    await begins(desk)
    await sends(desk)

    for number in range(5):
        await edits(desk, RESIDENT, f"住院花了{number}万")

    shown = [one for one in await desk.told(MONITOR) if one.template == "task.corrected"]
    assert [one.row.method for one in shown] == ["send", "edit", "edit", "edit", "edit"]


async def test_danger_in_an_edit_makes_it_urgent(desk: Desk) -> None:
    await begins(desk)
    await sends(desk)

    await edits(desk, RESIDENT, "房子要塌了，人还在里面")

    assert (await the_case(desk)).danger
    assert any(one.template == "task.card" for one in await desk.told(TOWN_DESK))


async def test_an_edit_after_the_end_says_that_it_goes_no_further(desk: Desk) -> None:
    await begins(desk)
    await sends(desk)
    await desk.presses_code(RESIDENT, f"o:{(await the_case(desk)).id}:withdraw_yes")

    told = await edits(desk, RESIDENT, "住院花了六万八")

    assert [one.template for one in told] == ["edit.too_late"]


async def test_an_edit_of_what_is_kept_nowhere_says_so_and_opens_no_form(desk: Desk) -> None:
    await desk.resident()

    told = await edits(desk, RESIDENT, "昨天那句话我改一下")

    async with desk.work() as work:
        assert await work.drafts.find(RESIDENT.user_id) is None
    assert [one.template for one in told] == ["edit.unknown"]


async def test_danger_in_an_edit_of_what_is_kept_nowhere_is_heard(desk: Desk) -> None:
    await desk.resident()

    await edits(desk, RESIDENT, "着火了，救命")

    assert any("alarm" in one.template or one.row.chat_id == TOWN_DESK.user_id for one in await desk.outbox())


async def replies(desk: Desk, text: str = "明天上午来修水管", message_id: int = 88) -> Case:
    await begins(desk)
    await sends(desk)
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.presses(MONITOR, "自己写")
    await desk.hears(MONITOR, text=text, message_id=message_id)
    await desk.presses(MONITOR, "发给群众")
    return await the_case(desk)


async def test_an_official_who_corrects_a_sent_reply_corrects_it_for_the_resident(desk: Desk) -> None:
    case = await replies(desk)

    told = await edits(desk, MONITOR, "后天上午来修水管", 88)

    news = [one.text for one in told if one.row.chat_id == RESIDENT.user_id]
    mine = [one for one in told if one.row.chat_id == MONITOR.user_id and one.row.method != "edit"]
    async with desk.work() as work:
        assert await work.drafts.find(MONITOR.user_id) is None
    assert len(news) == 1
    assert "更正" in news[0]
    assert "后天上午来修水管" in news[0]
    assert case.number in news[0]
    assert [one.template for one in mine] == ["edit.corrected"]
    assert await corrections(desk) == 1


async def test_an_official_who_corrects_a_reply_before_sending_it_sends_the_right_one(desk: Desk) -> None:
    await begins(desk)
    await sends(desk)
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.presses(MONITOR, "自己写")
    await desk.hears(MONITOR, text="明天上午来", message_id=88)
    await edits(desk, MONITOR, "后天上午来", 88)

    await desk.presses(MONITOR, "发给群众")

    [reply] = [one.text for one in await desk.told(RESIDENT) if one.template == "tell.replied"]
    assert "后天上午来" in reply
    assert "明天" not in reply


async def test_an_official_whose_case_is_over_is_told_that_the_correction_goes_no_further(desk: Desk) -> None:
    await replies(desk)
    await desk.presses(RESIDENT, "满意")

    told = await edits(desk, MONITOR, "后天上午来修水管", 88)

    async with desk.work() as work:
        assert await work.drafts.find(MONITOR.user_id) is None
    assert [one.template for one in told] == ["edit.too_late"]


async def begins_walking(desk: Desk) -> int:
    """A living place at 77 in a story; it lives for a quarter of an hour."""
    until = int(desk.now.timestamp()) + 900
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "看病")
    await desk.hears(RESIDENT, SaidKind.LOCATION, message_id=77, live_until=until, **HERE)
    return until


async def moves(desk: Desk, until: int, place: dict[str, float]) -> list[Told]:
    before = len(await desk.outbox())
    await desk.hears(RESIDENT, SaidKind.LOCATION, message_id=77, live_until=until, edited=True, **place)
    return (await desk.outbox())[before:]


async def test_a_living_place_is_one_place_and_moves_in_silence(desk: Desk) -> None:
    until = await begins_walking(desk)
    assert await moves(desk, until, MOVED) == []
    await desk.types(RESIDENT, "我慢慢走过来")
    case = await sends(desk)
    [pin] = [one for one in await desk.told(MONITOR) if one.row.method == "location"]
    desk.wait(minutes=2)

    told = await moves(desk, until, {"latitude": 37.0, "longitude": 119.9})

    async with desk.work() as work:
        places = [one.body for one in await work.cases.words(case.id) if one.kind == "location"]
    assert pin.content.pieces[0]["latitude"] == 36.95
    assert pin.content.pieces[0]["live_period"] > 60
    assert [place["latitude"] for place in places] == [37.0]
    assert [(one.row.method, one.row.chat_id, one.text) for one in told] == [("edit", MONITOR.user_id, "")]
    assert told[0].content.pieces[0]["latitude"] == 37.0
    assert (await the_case(desk)).version == case.version


async def test_a_living_place_moves_the_pin_once_a_minute_and_at_its_end(desk: Desk) -> None:
    until = await begins_walking(desk)
    await sends(desk)

    for step in range(5):
        await moves(desk, until, {"latitude": 37.0 + step / 100, "longitude": 119.9})
    await moves(desk, 0, {"latitude": 38.0, "longitude": 119.9})

    pins = [one for one in await desk.told(MONITOR) if one.row.method == "edit" and one.content.pieces]
    assert [one.content.pieces[0]["latitude"] for one in pins] == [37.0, 38.0]
