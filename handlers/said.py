"""A Telegram update as plain data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User

from desk.domain.said import Said, SaidKind

_GONE = frozenset({"kicked", "left"})
# In the order asked: an animation also carries a document.
_FILES: tuple[tuple[str, SaidKind], ...] = (
    ("voice", SaidKind.VOICE),
    ("audio", SaidKind.AUDIO),
    ("video", SaidKind.VIDEO),
    ("video_note", SaidKind.VIDEO),
    ("animation", SaidKind.VIDEO),
    ("document", SaidKind.DOCUMENT),
    ("sticker", SaidKind.OTHER),
)
# As Telegram knows commands; other words behind a slash are somebody's own.
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?(\s|$)")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def said_from(update: Update) -> Said | None:
    """What was said, or None when an update is not somebody speaking to the desk."""
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _member_changed(update.update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    return _spoken(update.update_id, message, edited=update.edited_message is not None)


def _spoken(update_id: int, message: Message, *, edited: bool) -> Said | None:
    if message.migrate_to_chat_id:
        new: dict[str, Any] = {"kind": SaidKind.MIGRATED, "new_chat_id": message.migrate_to_chat_id}
        return Said(update_id=update_id, **_where(message, message.from_user), **new)
    # Without a sender, or from a bot, nobody is speaking.
    if message.from_user is None or message.from_user.is_bot:
        return None
    said = {**_where(message, message.from_user), **_content(message)}
    # In a group, what is neither words nor a file is Telegram's own notice: somebody joined, a new title.
    if not said["private"] and said["kind"] is SaidKind.OTHER and "file_id" not in said:
        return None
    return Said(update_id=update_id, edited=edited, group_id=message.media_group_id or "", **said)


def _where(message: Message, user: User | None) -> dict[str, Any]:
    return {
        "chat_id": message.chat.id,
        "message_id": message.message_id,
        "at": message.edit_date or message.date,
        "private": message.chat.type == "private",
        "passed_on": message.forward_origin is not None or message.via_bot is not None,
        **_who(user),
    }


def _who(user: User | None) -> dict[str, Any]:
    if user is None:
        return {"user_id": 0}
    return {"user_id": user.id, "name": user.full_name, "language": language_of(user.language_code)}


def language_of(code: str | None) -> str:
    """The language we speak to somebody whose Telegram speaks `code`: Chinese unless it is English."""
    return "en" if (code or "").lower().startswith("en") else "zh_CN"


def _content(message: Message) -> dict[str, Any]:
    if message.text is not None:
        return text_content(message.text)
    words = {"text": message.caption or ""}
    if message.photo:
        return {"kind": SaidKind.PHOTO, "file_id": message.photo[-1].file_id, **words}
    for name, kind in _FILES:
        file = getattr(message, name)
        if file is not None:
            return {"kind": kind, **_file(file), **words}
    return _shared(message)


def text_content(text: str) -> dict[str, Any]:
    """What a text says: words, or a command with its payload."""
    if not _COMMAND.match(text):
        return {"kind": SaidKind.TEXT, "text": text}
    command, *payload = text[1:].split(maxsplit=1)
    return {
        "kind": SaidKind.COMMAND,
        "text": text,
        "command": command.partition("@")[0].lower(),
        "payload": "".join(payload).strip(),
    }


def _file(file: Any) -> dict[str, Any]:
    length = getattr(file, "_duration", None)  # the public name warns about a coming change of its type
    return {
        "file_id": file.file_id,
        "file_name": getattr(file, "file_name", None) or "",
        "duration": int(length.total_seconds()) if length is not None else 0,
    }


def _shared(message: Message) -> dict[str, Any]:
    place = message.location or (message.venue.location if message.venue else None)
    if place is not None:
        return {"kind": SaidKind.LOCATION, "latitude": place.latitude, "longitude": place.longitude}
    if message.contact is not None:
        contact = message.contact
        return {
            "kind": SaidKind.CONTACT,
            "phone": contact.phone_number,
            "contact_user_id": contact.user_id or 0,
        }
    return {"kind": SaidKind.OTHER, "text": message.caption or ""}


def _pressed(update_id: int, query: CallbackQuery) -> Said:
    message = query.message
    chat = message.chat if message is not None else None
    # A press carries no moment of its own; the message's is the nearest that Telegram tells.
    return Said(
        update_id=update_id,
        chat_id=chat.id if chat is not None else query.from_user.id,
        at=message.date if message is not None else _BEGINNING,
        kind=SaidKind.PRESS,
        private=chat is None or chat.type == "private",
        message_id=message.message_id if message is not None else 0,
        data=query.data or "",
        query_id=query.id,
        **_who(query.from_user),
    )


def _member_changed(update_id: int, change: ChatMemberUpdated) -> Said:
    gone = change.new_chat_member.status in _GONE
    return Said(
        update_id=update_id,
        chat_id=change.chat.id,
        at=change.date,
        kind=SaidKind.BLOCKED if gone else SaidKind.UNBLOCKED,
        private=change.chat.type == "private",
        **_who(change.from_user),
    )
