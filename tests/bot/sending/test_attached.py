"""What goes with words, over real HTTP: in which order, by which method, and what a refusal does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.connecting.api import Api
from bot.process.uptime import Clock
from bot.sending.delivery import Delivery, Read
from bot.sending.render import Renderer
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Database
from storage.mail.claims import Content, Ready
from tests.bot.post_office import PostOffice, now, opened
from tests.bot.scripted import Telegram, dropping, refusing
from tests.bot.sending.test_sender import ALL_SENT, ROWS, said

HERE = {"kind": "location", "latitude": 36.9, "longitude": 119.9}
PHOTO = {"kind": "photo", "file_id": "P1"}


def ahead(number: int, *pieces: dict[str, Any], of: str = "card", template: str = "", **more: Any) -> Message:
    return Message(f"{of}:{number}", 1001, template, pieces=pieces, ahead_of=of, lane=Lane.CARD, **more)


def card(waits: float = 10) -> Message:
    return said("card", lane=Lane.CARD, not_before=now() + timedelta(seconds=waits))


async def all_sent(office: PostOffice) -> list[dict[str, Any]]:
    office.start("sender")
    await office.until(ALL_SENT)
    return await office.rows(ROWS)


async def test_what_goes_with_a_card_arrives_before_it_and_the_card_at_once_after(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(card(), ahead(1, PHOTO), ahead(2, HERE), said("another", 1002, lane=Lane.CARD))
        before = now()

        await all_sent(office)

    ours = [method for method, call in telegram.calls if int(call.get("chat_id", 0)) == 1001]
    assert ours == ["sendPhoto", "sendLocation", "sendMessage"]
    assert now() - before < timedelta(seconds=5)


async def test_a_card_does_not_wait_longer_for_what_does_not_arrive(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendPhoto", *[refusing(500, "Internal Server Error")] * 2)
    async with opened(database, telegram, texts) as office:
        await office.say(card(waits=0.5), ahead(1, PHOTO), ahead(2, HERE))

        rows = await all_sent(office)

    assert next(method for method, _ in telegram.calls) == "sendMessage"
    assert {row["state"] for row in rows} == {"sent"}


async def test_what_is_refused_holds_up_nothing(database: Database, telegram: Telegram, texts: Texts) -> None:
    telegram.surprise("sendPhoto", refusing(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    async with opened(database, telegram, texts) as office:
        before = now()
        await office.say(card(), ahead(1, PHOTO))

        rows = await all_sent(office)

    states = {row["key"]: row["state"] for row in rows if row["key"].startswith("card")}
    assert states == {"card": "sent", "card:1": "failed"}
    assert now() - before < timedelta(seconds=5)


async def test_an_album_is_one_call_with_its_words_once(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    video = {"kind": "video", "file_id": "V1"}
    album = Message("album", 1001, "test.echo", {"text": "BF-1"}, pieces=(PHOTO, video))
    async with opened(database, telegram, texts) as office:
        await office.say(album)

        await all_sent(office)

    [(method, call)] = telegram.calls
    assert method == "sendMediaGroup"
    assert call["media"] == [
        {"type": "photo", "media": "P1", "caption": "BF-1", "parse_mode": "HTML"},
        {"type": "video", "media": "V1"},
    ]


async def test_a_file_that_was_taken_for_another_kind_goes_out_as_what_telegram_says_it_is(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    """Cases that are older than this hold round videos as videos."""
    telegram.surprise("sendVideo", refusing(400, "Bad Request: can't use file of type VideoNote as Video"))
    async with opened(database, telegram, texts) as office:
        await office.say(said("old", file_id="N1", file_kind="video"))

        [row] = await all_sent(office)

    assert [method for method, _ in telegram.calls] == ["sendVideoNote", "sendMessage"]
    assert row["state"] == "sent"


async def test_a_place_that_moves_is_moved_and_never_said_anew(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    there = {**HERE, "latitude": 37.0}
    async with opened(database, telegram, texts) as office:
        await office.say(
            Message("pin", 1001, "", pieces=({**HERE, "live_period": 900},)),
            Message("pin:1", 1001, "", pieces=(there,), edits="pin"),
        )
        await all_sent(office)
        telegram.surprise("editMessageLiveLocation", refusing(400, "Bad Request: message can't be edited"))
        await office.say(Message("pin:2", 1001, "", pieces=(there,), edits="pin"))
        await office.until(ALL_SENT)
        rows = await office.rows(ROWS)

    assert [method for method, _ in telegram.calls] == ["sendLocation", "editMessageLiveLocation"]
    assert telegram.calls[0][1]["live_period"] == 900
    assert telegram.calls[1][1]["latitude"] == 37.0
    assert [row["state"] for row in rows] == ["sent", "sent", "dropped"]


async def test_a_repeat_of_what_has_no_words_is_marked_all_the_same(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendLocation", dropping(after=True))
    async with opened(database, telegram, texts) as office:
        await office.say(Message("pin", 1001, "", pieces=(HERE,)))

        await all_sent(office)

    assert [method for method, _ in telegram.calls] == ["sendLocation", "sendLocation", "sendMessage"]


@pytest.mark.parametrize(
    ("piece", "method", "field"),
    [
        ({"kind": "contact", "phone": "+8613", "title": "李四"}, "sendContact", ("first_name", "李四")),
        ({"kind": "contact", "phone": "+8613"}, "sendContact", ("first_name", "+8613")),
        ({**HERE, "kind": "venue", "title": "村委会"}, "sendVenue", ("title", "村委会")),
        ({**HERE, "kind": "venue"}, "sendLocation", ("latitude", 36.9)),
        ({"kind": "sticker", "file_id": "S"}, "sendSticker", ("sticker", "S")),
        ({"kind": "unheard of", "file_id": "D"}, "sendDocument", ("document", "D")),
    ],
)
async def test_each_piece_has_what_its_method_needs(
    database: Database,
    telegram: Telegram,
    texts: Texts,
    piece: dict[str, Any],
    method: str,
    field: tuple[str, Any],
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(Message("piece", 1001, "", pieces=(piece,)))

        await all_sent(office)

    [(called, call)] = telegram.calls
    assert called == method
    assert call[field[0]] == field[1]


async def test_what_does_not_answer_holds_a_card_up_no_longer_than_the_card_waits(texts: Texts) -> None:
    patience: dict[str, float] = {}

    class Noting(Api):
        def __init__(self) -> None:
            """No server behind it."""

        async def call(self, method: str, _parameters: Any = None, seconds: float = 0) -> Any:
            patience[method] = seconds
            return {"message_id": 1}

    delivery = Delivery(Noting(), Renderer(texts), Clock(now))
    row = Ready(1, "k", 1001, 2, "photo", "", "zh_CN", b"", 0, unsure=False, not_before=now())

    await delivery.deliver(replace(row, ahead_id=9), _reading(PHOTO), _always)
    await delivery.deliver(row, _reading(HERE), _always)

    assert patience["sendPhoto"] < 10 < patience["sendLocation"]


def _reading(piece: dict[str, Any]) -> Read:
    async def read(_row: Ready) -> Content:
        return Content(pieces=(piece,))

    return read


async def _always(_row: Ready) -> bool:
    return True
