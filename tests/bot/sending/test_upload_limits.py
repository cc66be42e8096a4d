"""What no file may be, one that cannot be read just now, and one that was restored."""

from __future__ import annotations

import pytest

from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.process.uptime import Clock
from bot.sending.delivery import Delivery
from bot.sending.render import Renderer
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from desk.domain.talk.uploads import CannotUpload, Upload, UploadKind
from storage.engine.database import Database, StorageError
from storage.mail.after_restore import doubt_unsent
from storage.mail.claims import Content, Ready
from storage.mail.outbox import OutboxRows
from storage.mail.outbox_states import OutboxState
from tests.bot.post_office import SEAL, now, opened
from tests.bot.scripted import TOKEN, Telegram

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("kind", "size", "words"),
    [
        (UploadKind.PHOTO, 10 * MEGABYTE + 1, "limit of 10 MB"),
        (UploadKind.DOCUMENT, 50 * MEGABYTE + 1, "limit of 50 MB"),
        (UploadKind.DOCUMENT, 0, "without a single byte"),
    ],
)
def test_what_telegram_would_refuse_is_refused_at_the_door_in_one_sentence(
    kind: UploadKind, size: int, words: str
) -> None:
    with pytest.raises(CannotUpload, match=rf"^[^\n]*{words}[^\n]*\.$"):
        Upload("file", bytes(size), kind)


async def test_an_edit_carries_no_file(database: Database) -> None:
    edit = Message("edit:1", 1001, "test.echo", upload=Upload("a.txt", b"a"), edits="file:1")
    async with database.transaction() as connection:
        with pytest.raises(ValueError, match="no file"):
            await OutboxRows(connection, SEAL, now()).say(edit)


async def test_a_file_that_cannot_be_read_just_now_waits_with_its_message(texts: Texts) -> None:
    async def busy(_row: Ready) -> Content:
        raise StorageError("busy")

    async def go_on(_row: Ready) -> bool:
        return True

    delivery = Delivery(Api(AiohttpRequest(), TOKEN), Renderer(texts), Clock(now))
    row = Ready(1, "k", 1001, 2, "document", "", "zh_CN", b"", 0, unsure=False, not_before=now())

    verdict = await delivery.deliver(row, busy, go_on)

    assert verdict.sending.state is OutboxState.WAITING
    assert verdict.chat_pause > 0


async def test_what_a_backup_held_as_unsent_goes_again_with_its_mark_and_its_bytes(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    table = Upload("a.txt", b"figures")
    async with opened(database, telegram, texts) as office:
        await office.say(Message("file:1", 1001, "", lane=Lane.CARD, upload=table))
        async with database.transaction() as connection:
            await doubt_unsent(connection)
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE state = 'sent'")

        assert await office.rows("SELECT outbox_id FROM uploads") == []
    [call] = telegram.said("sendDocument")
    assert call["document"] == b"figures"
    assert call["caption"] == texts.render("zh_CN", "common.repeat_mark")
