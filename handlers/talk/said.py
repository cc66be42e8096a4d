"""A Telegram update as plain data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User

from desk.domain.talk.said import Said, SaidKind
from handlers.talk.contents import content_of

_GONE = frozenset({"kicked", "left"})
# As Telegram knows commands; other words behind a slash are somebody's own.
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?(\s|$)")
_CALLING = frozenset({"mention", "bot_command"})
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
    content = content_of(message.to_dict())
    if content is None:
        return None
    if content["kind"] is SaidKind.TEXT:
        content = text_content(content["text"])
    said = {**_where(message, message.from_user), **content}
    if not said["private"]:
        said["calls"] = _called(message)
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


def _called(message: Message) -> tuple[str, ...]:
    """Whom a message in a group calls: by name, by number, by a command of theirs, or by answering them."""
    found = {**message.parse_entities(), **message.parse_caption_entities()}
    names = [_name_in(text) for one, text in found.items() if one.type in _CALLING]
    numbers = [str(one.user.id) for one in found if one.user is not None]
    answered = message.reply_to_message and message.reply_to_message.from_user
    return tuple(filter(None, [*names, *numbers, str(answered.id) if answered else ""]))


def _name_in(text: str) -> str:
    return text.partition("@")[2].lower()


def _who(user: User | None) -> dict[str, Any]:
    if user is None:
        return {"user_id": 0}
    return {"user_id": user.id, "name": user.full_name, "language": language_of(user.language_code)}


def language_of(code: str | None) -> str:
    """The language we speak to somebody whose Telegram speaks `code`: Chinese unless it is English."""
    return "en" if (code or "").lower().startswith("en") else "zh_CN"


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
