"""Telegram's updates as the desk reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from desk.domain.talk.said import Said, SaidKind
from handlers.talk.said import said_from
from handlers.talk.said_plainly import said_plainly

RESIDENT = {"id": 1001, "is_bot": False, "first_name": "宋", "last_name": "爱英", "language_code": "zh-hans"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "宋"}
GROUP = {"id": -100500, "type": "supergroup", "title": "镇指挥中心"}
_TEXT = {"message_id": 5, "date": 1_795_300_000, "chat": PRIVATE, "text": "房子漏雨"}
FILE = {"file_id": "F1", "file_unique_id": "U1"}
PHOTO = [{**FILE, "width": 90, "height": 90}, {**FILE, "file_id": "F2", "width": 900, "height": 900}]


def read(**content: Any) -> Said | None:
    message = {"message_id": 5, "date": 1_795_300_000, "chat": PRIVATE, "from": RESIDENT, **content}
    return said_from(Update.de_json({"update_id": 7, "message": message}, None))


def heard(**content: Any) -> Said:
    said = read(**content)
    assert said is not None
    return said


def test_a_text_carries_who_where_and_when() -> None:
    said = heard(text="房子漏雨")

    assert said == Said(
        update_id=7,
        chat_id=1001,
        user_id=1001,
        at=datetime.fromtimestamp(1_795_300_000, UTC),
        kind=SaidKind.TEXT,
        name="宋 爱英",
        message_id=5,
        text="房子漏雨",
    )


@pytest.mark.parametrize(
    ("text", "command", "payload"),
    [
        ("/start", "start", ""),
        ("/start v_370283", "start", "v_370283"),
        ("/Help@bangfu_bot", "help", ""),
        ("/start@bangfu_bot  join_abc ", "start", "join_abc"),
        ("/start\njoin_abc", "start", "join_abc"),
    ],
)
def test_a_command_loses_its_slash_and_the_name_of_the_bot(text: str, command: str, payload: str) -> None:
    said = heard(text=text)

    assert (said.kind, said.command, said.payload) == (SaidKind.COMMAND, command, payload)


@pytest.mark.parametrize("text", ["/", "/我家房子要塌了", "/ start", "/房子 漏雨", "//", "/a-b"])
def test_words_behind_a_slash_that_no_command_can_be_are_somebodys_own(text: str) -> None:
    said = heard(text=text)

    assert (said.kind, said.text) == (SaidKind.TEXT, text)


@pytest.mark.parametrize(
    ("content", "kind", "file_id", "duration"),
    [
        ({"voice": {**FILE, "duration": 12}}, SaidKind.VOICE, "F1", 12),
        ({"audio": {**FILE, "duration": 9, "file_name": "a.mp3"}}, SaidKind.AUDIO, "F1", 9),
        ({"photo": PHOTO, "caption": "墙"}, SaidKind.PHOTO, "F2", 0),
        ({"video": {**FILE, "duration": 3, "width": 1, "height": 1}}, SaidKind.VIDEO, "F1", 3),
        ({"document": {**FILE, "file_name": "证明.pdf"}}, SaidKind.DOCUMENT, "F1", 0),
    ],
)
def test_nothing_that_somebody_sends_is_refused(
    content: dict[str, Any], kind: SaidKind, file_id: str, duration: int
) -> None:
    said = heard(**content)

    assert (said.kind, said.file_id, said.duration) == (kind, file_id, duration)
    assert said.text == content.get("caption", "")


def test_pictures_of_one_album_know_that_they_belong_together() -> None:
    assert heard(photo=PHOTO, media_group_id="G9").group_id == "G9"


def test_a_place_and_a_contact_are_read() -> None:
    place = heard(location={"latitude": 36.78, "longitude": 119.99})
    contact = heard(contact={"phone_number": "+8613800138000", "first_name": "宋", "user_id": 1001})

    assert (place.kind, place.latitude, place.longitude) == (SaidKind.LOCATION, 36.78, 119.99)
    assert (contact.kind, contact.phone, contact.contact_user_id) == (
        SaidKind.CONTACT,
        "+8613800138000",
        1001,
    )


@pytest.mark.parametrize(
    ("code", "language"), [("zh-hans", "zh_CN"), ("en-GB", "en"), ("ko", "zh_CN"), (None, "zh_CN")]
)
def test_the_language_is_english_only_for_the_english(code: str | None, language: str) -> None:
    assert heard(text="x", **{"from": {**RESIDENT, "language_code": code}}).language == language


def test_an_edited_text_is_known_as_such() -> None:
    message = {"message_id": 5, "date": 1_795_300_000, "edit_date": 1_795_300_060, "chat": PRIVATE}
    update = {"update_id": 8, "edited_message": {**message, "from": RESIDENT, "text": "房子漏雨，三天了"}}

    said = said_from(Update.de_json(update, None))

    assert said is not None
    assert (said.edited, said.text) == (True, "房子漏雨，三天了")
    assert said.at == datetime.fromtimestamp(1_795_300_060, UTC)


def test_a_press_carries_its_code_and_the_card_it_is_on() -> None:
    card = {"message_id": 50, "date": 1_795_300_000, "chat": PRIVATE, "text": "工单"}
    query = {"id": "q1", "from": RESIDENT, "chat_instance": "1", "data": "k:1:2:accept", "message": card}

    said = said_from(Update.de_json({"update_id": 9, "callback_query": query}, None))

    assert said is not None
    assert (said.kind, said.data, said.query_id) == (SaidKind.PRESS, "k:1:2:accept", "q1")
    assert (said.message_id, said.chat_id, said.private) == (50, 1001, True)


def test_a_press_on_a_card_too_old_to_show_is_still_a_press() -> None:
    card = {"message_id": 50, "date": 0, "chat": PRIVATE}
    query = {"id": "q1", "from": RESIDENT, "chat_instance": "1", "data": "m:home", "message": card}

    said = said_from(Update.de_json({"update_id": 9, "callback_query": query}, None))

    assert said is not None
    assert (said.kind, said.chat_id, said.message_id) == (SaidKind.PRESS, 1001, 50)


@pytest.mark.parametrize(("status", "kind"), [("kicked", SaidKind.BLOCKED), ("member", SaidKind.UNBLOCKED)])
def test_blocking_and_coming_back_are_heard(status: str, kind: SaidKind) -> None:
    bot = {"id": 4711, "is_bot": True, "first_name": "帮扶"}
    old = {"status": "member", "user": bot}
    new = {"status": status, "user": bot, **({"until_date": 0} if status == "kicked" else {})}
    change = {
        "chat": PRIVATE,
        "from": RESIDENT,
        "date": 1_795_300_000,
        "old_chat_member": old,
        "new_chat_member": new,
    }

    said = said_from(Update.de_json({"update_id": 9, "my_chat_member": change}, None))

    assert said is not None
    assert (said.kind, said.user_id) == (kind, 1001)


def test_an_upgraded_group_tells_its_new_number() -> None:
    said = heard(chat={**GROUP, "type": "group"}, migrate_to_chat_id=-100999)

    assert (said.kind, said.new_chat_id) == (SaidKind.MIGRATED, -100999)


@pytest.mark.parametrize(
    "content",
    [
        {"chat": GROUP, "new_chat_title": "新名字"},
        {"text": "我是机器人", "from": {**RESIDENT, "is_bot": True}},
        {"text": "匿名", "chat": GROUP, "from": None},
    ],
)
def test_what_nobody_said_is_not_heard(content: dict[str, Any]) -> None:
    assert read(**content) is None


def test_an_update_of_another_kind_is_not_heard() -> None:
    assert said_from(Update.de_json({"update_id": 1}, None)) is None


@pytest.mark.parametrize(
    "mark",
    [
        *"\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
        "\u2066\u2067\u2068\u2069\ufeff\u0000\u0007\u00ad\u061c"
    ],
)
def test_a_name_loses_the_signs_that_hide_and_turn_letters(mark: str) -> None:
    sender = {**RESIDENT, "first_name": f"{mark}宋{mark}", "last_name": f"爱{mark}英{mark}"}

    spoken = heard(**{"text": "房子漏雨", "from": sender})
    quickly = said_plainly({"update_id": 7, "message": {**_TEXT, "from": sender}}, 1)

    assert spoken.name == "宋爱英"
    assert quickly is not None
    assert quickly.name == "宋爱英"


def test_a_name_of_nothing_to_see_is_a_number() -> None:
    sender = {**RESIDENT, "first_name": "\u3164", "last_name": "\u202e"}

    assert heard(**{"text": "房子漏雨", "from": sender}).name == "#1001"


def test_the_name_of_a_file_reads_as_it_is() -> None:
    said = heard(document={**FILE, "file_name": "收据\u202efdp.exe"})

    assert said.file_name == "收据fdp.exe"


def test_the_names_of_contacts_and_places_read_as_they_are() -> None:
    card = heard(contact={"phone_number": "13800001001", "first_name": "宋\u202e爱", "last_name": "英\u200b"})
    place = heard(venue={"location": WHERE, "title": "卫生\u2066院", "address": "村\u202d东头"})

    assert (card.title, card.label) == ("宋爱 英", "👤 宋爱 英 13800001001")
    assert (place.title, place.address) == ("卫生院", "村东头")
    assert place.label == "📍 卫生院 · 村东头"


WHERE = {"latitude": 36.5, "longitude": 120.1}
CARD = {"phone_number": "+8613800001001", "first_name": "宋", "user_id": 1001}


@pytest.mark.parametrize(
    ("changed", "proved"),
    [
        ({}, "13800001001"),
        ({"contact": {**CARD, "user_id": 1002}}, ""),
        ({"contact": {"phone_number": "13800001001", "first_name": "宋"}}, ""),
        ({"forward_origin": {"type": "user", "date": 1_795_300_000, "sender_user": RESIDENT}}, ""),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "cards"}}, ""),
    ],
)
def test_only_ones_own_card_that_was_not_passed_on_shows_a_number(
    changed: dict[str, Any], proved: str
) -> None:
    said = heard(**{"contact": CARD, **changed})

    assert said.own_phone == proved
