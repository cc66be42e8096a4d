"""What residents send reaches the official as what it is, and what does not is said on the card."""

from __future__ import annotations

from datetime import timedelta

from bot.sending.settling import Hooks, Settling
from bot.sending.verdicts import Verdict
from desk.actions.cases.undelivered import note_undelivered
from desk.domain.talk.said import SaidKind
from storage.engine.database import Connection
from storage.mail.claims import Ready, SendOutcome
from storage.mail.outbox_states import OutboxState
from storage.work import open_work
from tests.deskside import SEAL, Desk, Told
from tests.village import MONITOR, RESIDENT, TOWN_DESK

HERE = {"latitude": 36.9, "longitude": 119.9}


async def reports(desk: Desk, *pieces: tuple[SaidKind, dict[str, object]], danger: str = "没有危险") -> None:
    """A report with these pieces, from the menu to the receipt."""
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "吃水")
    for kind, said in pieces:
        await desk.hears(RESIDENT, kind, **said)
    await desk.types(RESIDENT, "水管冻裂了")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, danger)
    await desk.presses(RESIDENT, "发送")


async def card_and_files(desk: Desk) -> tuple[Told, list[Told]]:
    told = await desk.told(MONITOR)
    [card] = [one for one in told if one.template == "task.card" and one.row.method != "edit"]
    return card, [one for one in told if one.content.pieces and one.template != "alarm.listen"]


async def test_each_thing_goes_to_the_official_as_what_it_is_and_ahead_of_the_card(desk: Desk) -> None:
    await reports(
        desk,
        (SaidKind.VIDEO_NOTE, {"file_id": "N", "duration": 4}),
        (SaidKind.CONTACT, {"phone": "+8612900009999", "title": "李四", "label": "👤 李四 +8612900009999"}),
        (SaidKind.VENUE, {**HERE, "title": "村委会", "label": "📍 村委会"}),
        (SaidKind.STICKER, {"file_id": "S", "label": "😭"}),
    )

    card, files = await card_and_files(desk)
    assert [one.row.method for one in files] == ["video_note", "contact", "venue", "sticker"]
    assert all(one.row.ahead_id == card.row.id for one in files)
    assert [one.template for one in files] == [""] * 4  # the number stands on the card below them
    assert "李四 +8612900009999" in card.text
    assert "村委会" in card.text
    assert "4 份" in card.text


async def test_the_card_waits_for_what_goes_before_it_but_not_long(desk: Desk) -> None:
    await reports(desk, (SaidKind.PHOTO, {"file_id": "P"}))

    card, [photo] = await card_and_files(desk)
    assert card.row.id < photo.row.id  # when its time has come it goes first
    assert card.row.not_before == desk.now + timedelta(seconds=10)
    assert photo.row.not_before <= desk.now


async def test_a_card_of_danger_waits_for_nothing(desk: Desk) -> None:
    await reports(desk, (SaidKind.PHOTO, {"file_id": "P"}), danger="有，很急")

    card, [photo] = await card_and_files(desk)
    assert max(card.row.not_before, photo.row.not_before) <= desk.now
    assert card.row.id < photo.row.id


async def test_an_album_arrives_as_one_with_the_number_once(desk: Desk) -> None:
    await reports(
        desk,
        *[(SaidKind.PHOTO, {"file_id": f"P{number}", "group_id": "G"}) for number in range(3)],
        (SaidKind.PHOTO, {"file_id": "ALONE"}),
    )

    card, files = await card_and_files(desk)
    assert [one.row.method for one in files] == ["album", "photo"]
    assert [piece["file_id"] for piece in files[0].content.pieces] == ["P0", "P1", "P2"]
    assert "4 份" in card.text


async def test_a_file_that_telegram_refuses_is_said_on_the_card(desk: Desk) -> None:
    await reports(desk, (SaidKind.VIDEO_NOTE, {"file_id": "N", "duration": 4}))
    _, [note] = await card_and_files(desk)

    await fails(desk, note)

    edit = await desk.last_told(MONITOR)
    assert edit.template == "task.card"
    assert "1 份没能转给您" in edit.text


async def test_a_file_that_fails_with_two_officials_is_one_file(desk: Desk) -> None:
    await reports(desk, (SaidKind.VIDEO_NOTE, {"file_id": "N", "duration": 4}), danger="有，很急")

    for who in (MONITOR, TOWN_DESK):
        [note] = [one for one in await desk.told(who) if one.row.method == "video_note" and not one.template]
        await fails(desk, note)

    assert "1 份没能转给您" in (await desk.last_told(MONITOR)).text
    assert "1 份没能转给您" in (await desk.last_told(TOWN_DESK)).text


async def test_an_official_whose_photo_does_not_reach_the_resident_learns_it(desk: Desk) -> None:
    await reports(desk, (SaidKind.PHOTO, {"file_id": "P"}))
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.presses(MONITOR, "自己写")
    await desk.hears(MONITOR, SaidKind.LOCATION, **HERE)
    await desk.presses(MONITOR, "发给群众")
    [place] = [one for one in await desk.told(RESIDENT) if one.row.method == "location"]

    await fails(desk, place)

    assert "没能发给群众" in (await desk.last_told(MONITOR)).text


async def fails(desk: Desk, told: Told) -> None:
    """Telegram refuses this message for good."""

    async def undelivered(connection: Connection, row: Ready, at: object) -> None:
        work = open_work(connection, desk.now, desk.shared)
        await note_undelivered(work, row.case_id or 0, row.chat_id, row.key)

    verdict = Verdict(SendOutcome(told.row, OutboxState.FAILED, error="400 can't use file"))
    async with desk.database.transaction() as connection:
        settling = Settling(SEAL, Hooks(undelivered=undelivered), None)
        await settling.settle(connection, [verdict], desk.now)


async def test_a_voice_that_asks_for_material_is_heard_by_the_resident(desk: Desk) -> None:
    await reports(desk, (SaidKind.PHOTO, {"file_id": "P"}))
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "要群众补材料")
    await desk.hears(MONITOR, SaidKind.VOICE, file_id="ASK", duration=4)

    assert "ASK" in [one.file_id for one in await desk.told(RESIDENT)]


async def test_an_official_who_sends_an_album_for_one_answer_is_told_once_what_was_left_out(
    desk: Desk,
) -> None:
    await reports(desk, (SaidKind.PHOTO, {"file_id": "P"}))
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.presses(MONITOR, "自己写")
    for number in range(4):
        await desk.hears(MONITOR, SaidKind.PHOTO, file_id=f"A{number}", group_id="G")

    told = [one for one in await desk.told(MONITOR) if one.template == "form.one_of_album"]
    assert len(told) == 1
