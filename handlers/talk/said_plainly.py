"""The commonest updates read straight from their JSON.

The library turns everything in an update into objects, of which the desk needs a few fields: that took a
tenth of what an update costs. Here is read what residents send all day: texts, photos and voices in a private
chat, and presses. Whatever holds a field that is not known here is left to the library (in `said.py` beside
this), so that both always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from desk.domain.talk.said import Said, SaidKind
from handlers.talk.contents import content_of
from handlers.talk.said import language_of, text_content

_UPDATES: Final = (frozenset({"update_id", "message"}), frozenset({"update_id", "callback_query"}))
_EVERY: Final = frozenset({"message_id", "date", "chat", "from"})
_KNOWN: Final = _EVERY | {
    "text",
    "entities",
    "photo",
    "voice",
    "caption",
    "caption_entities",
    "media_group_id",
    "reply_to_message",
    "link_preview_options",
}
_PLAIN: Final = frozenset({SaidKind.PHOTO, SaidKind.VOICE})
_QUERY: Final = frozenset({"id", "from", "message", "chat_instance", "data"})


def said_plainly(update: Mapping[str, Any], bot_id: int) -> Said | None:
    """What was said, or None when the library must read it."""
    if update.keys() not in _UPDATES:
        return None
    try:
        query = update.get("callback_query")
        return _spoken(update, bot_id) if query is None else _pressed(update["update_id"], query, bot_id)
    except (KeyError, IndexError, TypeError, AttributeError):
        return None


def _spoken(update: Mapping[str, Any], bot_id: int) -> Said | None:
    message = update["message"]
    chat, sender = message["chat"], message["from"]
    if not message.keys() <= _KNOWN or chat["type"] != "private" or sender["is_bot"]:
        return None
    content = _content(message)
    if content is None:
        return None
    return Said(
        update_id=update["update_id"],
        chat_id=chat["id"],
        message_id=message["message_id"],
        at=_moment(message["date"]),
        group_id=message.get("media_group_id", ""),
        bot_id=bot_id,
        **_who(sender),
        **content,
    )


def _pressed(update_id: int, query: Mapping[str, Any], bot_id: int) -> Said | None:
    message = query["message"]
    chat = message["chat"]
    if query.keys() != _QUERY or chat["type"] != "private":
        return None
    return Said(
        update_id=update_id,
        chat_id=chat["id"],
        message_id=message["message_id"],
        at=_moment(message["date"]),
        kind=SaidKind.PRESS,
        data=query["data"],
        query_id=query["id"],
        bot_id=bot_id,
        **_who(query["from"]),
    )


def _who(sender: Mapping[str, Any]) -> dict[str, Any]:
    last_name = sender.get("last_name")
    name = f"{sender['first_name']} {last_name}" if last_name else sender["first_name"]
    return {"user_id": sender["id"], "name": name, "language": language_of(sender.get("language_code"))}


def _content(message: Mapping[str, Any]) -> dict[str, Any] | None:
    content = content_of(message)
    if content is not None and content["kind"] is SaidKind.TEXT:
        return text_content(content["text"])
    return content if content is not None and content["kind"] in _PLAIN else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
