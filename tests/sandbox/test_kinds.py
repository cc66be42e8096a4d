"""Everything that people and bots can send beside text: what the other side gets."""

import pytest

from sandbox.shapes import Json
from tests.sandbox.rig import BO, MEI, Rig

HERE = {"latitude": 36.78, "longitude": 119.96}


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ({"kind": "venue", **HERE, "title": "Hall", "address": "Main St"}, {"venue", "location"}),
        ({"kind": "location", **HERE, "live_period": 900}, {"location"}),
        ({"kind": "poll", "question": "When?", "options": ["now", "later"]}, {"poll"}),
        ({"kind": "checklist", "title": "To do", "tasks": ["roof"]}, {"checklist"}),
        ({"kind": "dice"}, {"dice"}),
        ({"kind": "story"}, {"story"}),
        ({"kind": "game"}, {"game"}),
        ({"kind": "animation", "sample": True}, {"animation", "document"}),
        ({"kind": "live_photo", "sample": True}, {"live_photo", "photo"}),
        ({"kind": "sticker", "sample": True, "emoji": "😀"}, {"sticker"}),
    ],
)
async def test_what_people_send_arrives_as_telegram_gives_it(rig: Rig, asked: Json, held: set[str]) -> None:
    await rig.send(MEI, **asked)

    (update,) = await rig.updates()  # held to the schema there
    assert update["message"].keys() - {"message_id", "date", "chat", "from"} == held


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("video_note", "sendVideoNote"),
        ("animation", "sendAnimation"),
        ("sticker", "sendSticker"),
        ("video", "sendVideo"),
    ],
)
async def test_a_file_goes_on_by_the_method_of_its_kind_alone(rig: Rig, kind: str, method: str) -> None:
    (sent,) = await rig.send(MEI, kind=kind, sample=True)
    file_id = sent[kind]["file_id"]

    passed_on = await rig.ok(method, chat_id=BO["id"], **{kind: file_id})
    refusal = await rig.refused("sendPhoto", chat_id=BO["id"], photo=file_id)

    name = "".join(word.capitalize() for word in kind.split("_"))
    assert passed_on[kind] == sent[kind]
    assert refusal == (400, f"Bad Request: can't use file of type {name} as Photo")


async def test_round_videos_and_stickers_carry_no_caption(rig: Rig) -> None:
    (sent,) = await rig.send(MEI, kind="video_note", sample=True)

    _, body = await rig.bare(
        "sendVideoNote", chat_id=BO["id"], video_note=sent["video_note"]["file_id"], caption="x"
    )

    assert "caption" not in body["result"]


async def test_a_live_photo_is_sent_on_with_its_picture(rig: Rig) -> None:
    (sent,) = await rig.send(MEI, kind="live_photo", sample=True)
    film, still = sent["live_photo"]["file_id"], sent["photo"][-1]["file_id"]

    passed_on = await rig.ok("sendLivePhoto", chat_id=BO["id"], live_photo=film, photo=still, caption="roof")

    assert (passed_on["live_photo"]["file_id"], passed_on["caption"]) == (film, "roof")


async def test_a_venue_has_its_name_and_its_place(rig: Rig) -> None:
    sent = await rig.ok("sendVenue", chat_id=MEI["id"], **HERE, title="Hall", address="Main St")
    refusal = await rig.refused("sendVenue", chat_id=MEI["id"], **HERE, title="", address="x")

    assert sent["venue"] == {"location": HERE, "title": "Hall", "address": "Main St"}
    assert refusal == (400, "Bad Request: venue title must be non-empty")


async def test_a_live_place_moves_until_its_time_is_over(rig: Rig) -> None:
    pin = await rig.ok("sendLocation", chat_id=MEI["id"], **HERE, live_period=60)
    where = {"chat_id": MEI["id"], "message_id": pin["message_id"]}

    moved = await rig.ok("editMessageLiveLocation", **where, latitude=36.79, longitude=119.96)
    _, same = await rig.bare("editMessageLiveLocation", **where, latitude=36.79, longitude=119.96)
    rig.clock.now += 60
    over = await rig.refused("editMessageLiveLocation", **where, latitude=36.8, longitude=119.96)

    assert moved["location"] == {"latitude": 36.79, "longitude": 119.96, "live_period": 60}
    assert "message is not modified" in same["description"]
    assert over == (400, "Bad Request: message can't be edited")


async def test_a_place_that_stands_still_cannot_be_moved(rig: Rig) -> None:
    pin = await rig.ok("sendLocation", chat_id=MEI["id"], **HERE, live_period=60)
    where = {"chat_id": MEI["id"], "message_id": pin["message_id"]}
    await rig.ok("stopMessageLiveLocation", **where)
    text = await rig.say(MEI, "x")

    stopped = await rig.refused("editMessageLiveLocation", **where, latitude=36.8, longitude=119.96)
    words = await rig.refused(
        "editMessageLiveLocation", chat_id=MEI["id"], message_id=text["message_id"], **HERE
    )
    period = await rig.refused("sendLocation", chat_id=MEI["id"], **HERE, live_period=5)

    assert stopped == (400, "Bad Request: message can't be edited")
    assert words == (400, "Bad Request: there is no live location in the message to edit")
    assert period == (400, "Bad Request: wrong live location period specified")


async def test_people_move_their_own_live_place_and_the_bot_hears_an_edit(rig: Rig) -> None:
    (pin,) = await rig.send(MEI, kind="location", **HERE, live_period=900)

    await rig.control("chats/1001/move", message_id=pin["message_id"], latitude=36.9, longitude=119.96)

    edited = (await rig.updates())[-1]["edited_message"]
    assert edited["message_id"] == pin["message_id"]
    assert edited["location"] == {"latitude": 36.9, "longitude": 119.96, "live_period": 900}
    assert edited["edit_date"] >= edited["date"]
