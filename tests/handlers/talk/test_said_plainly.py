"""The short way from an update to what was said agrees with the library's, or leaves it the word."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from desk.domain.talk.said import Said, SaidKind
from handlers.talk.said import said_from
from handlers.talk.said_plainly import said_plainly

BOT = 4711
NAMES = st.text(min_size=1, max_size=8)
CODES = st.sampled_from([None, "zh-hans", "en", "en-GB", "EN", "ug", ""])
TEXTS = st.text(min_size=1, max_size=30) | st.sampled_from(["/start v_1", "/help@b", "/", "/ x", "修房"])
NUMBERS = st.integers(1, 2**52)


def without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


PEOPLE = st.fixed_dictionaries(
    {
        "id": NUMBERS,
        "is_bot": st.sampled_from([False, False, False, True]),
        "first_name": NAMES,
        "last_name": st.none() | NAMES | st.just(""),
        "language_code": CODES,
    }
).map(without_nothing)
CHATS = st.builds(
    lambda number, kind: {"id": number, "type": kind, "first_name": "x"},
    NUMBERS,
    st.sampled_from(["private", "private", "private", "group"]),
)
FILES = st.builds(lambda name: {"file_id": name, "file_unique_id": f"u{name}"}, NAMES)
PHOTOS = st.lists(FILES.map(lambda file: {**file, "width": 9, "height": 9}), min_size=1, max_size=3)
VOICES = st.builds(lambda file, seconds: {**file, "duration": seconds}, FILES, st.integers(0, 600))
PLACES = st.just({"latitude": 36.8, "longitude": 120.0})
CONTENTS = st.one_of(
    st.fixed_dictionaries({"text": TEXTS}),
    st.fixed_dictionaries({"photo": PHOTOS}, optional={"caption": TEXTS, "media_group_id": NAMES}),
    st.fixed_dictionaries({"voice": VOICES}, optional={"caption": TEXTS}),
    st.fixed_dictionaries({"location": PLACES}),
    st.fixed_dictionaries({"text": TEXTS, "edit_date": st.just(1_795_300_100)}),
    st.fixed_dictionaries({"caption": TEXTS}),
)
MESSAGES = st.builds(
    lambda chat, sender, number, date, content: {
        "message_id": number,
        "date": date,
        "chat": chat,
        "from": sender,
        **content,
    },
    CHATS,
    PEOPLE,
    NUMBERS,
    st.integers(1, 2**31),
    CONTENTS,
)
QUERIES = st.builds(
    lambda message, sender, date, data: without_nothing(
        {
            "id": "77",
            "from": sender,
            "chat_instance": "1",
            "message": {**message, "date": date or message["date"]},
            "data": data,
        }
    ),
    MESSAGES,
    PEOPLE,
    st.sampled_from([None, 0]),
    st.none() | st.just("f:1:mine"),
)
UPDATES = st.one_of(
    st.builds(lambda message: {"update_id": 7, "message": message}, MESSAGES),
    st.builds(lambda message: {"update_id": 7, "edited_message": message}, MESSAGES),
    st.builds(lambda query: {"update_id": 7, "callback_query": query}, QUERIES),
)


def by_the_library(update: dict[str, Any]) -> Said | None:
    said = said_from(Update.de_json(deepcopy(update), None))
    return None if said is None else replace(said, bot_id=BOT)


@given(update=UPDATES)
def test_both_ways_say_the_same(update: dict[str, Any]) -> None:
    plainly = said_plainly(update, BOT)

    assert plainly is None or plainly == by_the_library(update)


SENDER = {"id": 1001, "is_bot": False, "first_name": "宋", "language_code": "zh-hans"}
MESSAGE = {"message_id": 5, "date": 1_795_300_000, "chat": {"id": 1001, "type": "private"}, "from": SENDER}
FILE = {"file_id": "F1", "file_unique_id": "U1"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "房子漏雨"}, SaidKind.TEXT),
        ({"text": "/start v_1"}, SaidKind.COMMAND),
        ({"photo": [{**FILE, "width": 9, "height": 9}], "caption": "屋顶"}, SaidKind.PHOTO),
        ({"voice": {**FILE, "duration": 9}}, SaidKind.VOICE),
    ],
)
def test_what_residents_send_all_day_needs_no_library(content: dict[str, Any], kind: SaidKind) -> None:
    update = {"update_id": 7, "message": {**MESSAGE, **content}}

    said = said_plainly(update, BOT)

    assert said is not None
    assert said.kind is kind
    assert said == by_the_library(update)


def test_a_press_needs_no_library() -> None:
    query = {"id": "77", "from": SENDER, "chat_instance": "1", "message": MESSAGE, "data": "f:1:mine"}

    said = said_plainly({"update_id": 7, "callback_query": query}, BOT)

    assert said is not None
    assert (said.kind, said.data, said.chat_id) == (SaidKind.PRESS, "f:1:mine", 1001)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 7},
        {"update_id": 7, "message": {**MESSAGE, "location": {"latitude": 1.0, "longitude": 2.0}}},
        {"update_id": 7, "message": {**MESSAGE, "text": "x", "something_new": True}},
        {"update_id": 7, "message": {**MESSAGE, "chat": {"id": -5, "type": "group"}, "text": "x"}},
        {"update_id": 7, "message": {**MESSAGE, "photo": []}},
        {"update_id": 7, "message": None},
    ],
)
def test_what_is_not_known_here_is_left_to_the_library(update: dict[str, Any]) -> None:
    assert said_plainly(update, BOT) is None
