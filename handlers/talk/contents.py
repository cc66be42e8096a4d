"""What a message holds, read from its JSON: every kind of content of the Bot API has its place here.

What is said stands in `CONTENTS` or `NOT_PASSED_ON`, what Telegram itself says in `NOTICES`; a test walks the
schema. What stands in none is younger than this: whoever sent it is told that it cannot be passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from desk.domain.talk.said import SaidKind
from handlers.talk.rich_words import rich_words

Fields = dict[str, Any]

# Telegram's own word that something happened; nobody said anything to the desk.
NOTICES: Final = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "chat_owner_left",
        "chat_owner_changed",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "message_auto_delete_timer_changed",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "successful_payment",
        "refunded_payment",
        "connected_website",
        "write_access_allowed",
        "proximity_alert_triggered",
        "boost_added",
        "chat_background_set",
        "checklist_tasks_done",
        "checklist_tasks_added",
        "community_chat_added",
        "community_chat_joined",
        "community_chat_removed",
        "direct_message_price_changed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "giveaway_created",
        "giveaway_completed",
        "managed_bot_created",
        "paid_message_price_changed",
        "poll_option_added",
        "poll_option_deleted",
        "suggested_post_approved",
        "suggested_post_approval_failed",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
    }
)
# What somebody sent and no bot can send on as what it is; its name is how people are told.
NOT_PASSED_ON: Final = frozenset(
    {
        "story",
        "game",
        "paid_media",
        "invoice",
        "giveaway",
        "giveaway_winners",
        "gift",
        "unique_gift",
        "gift_upgrade_sent",
        "users_shared",
        "chat_shared",
        "passport_data",
        "web_app_data",
    }
)


def content_of(message: Mapping[str, Any]) -> Fields | None:
    """What was said, as fields of `Said`; None for Telegram's own notices."""
    for name, read in CONTENTS.items():
        if _holds(message, name):
            return read(message)
    if any(_holds(message, name) for name in NOTICES):
        return None
    unknown = next((name for name in NOT_PASSED_ON if _holds(message, name)), "unknown")
    return {"kind": SaidKind.OTHER, "content": unknown, "text": message.get("caption") or ""}


def _holds(message: Mapping[str, Any], name: str) -> bool:
    """Whether there is such a thing; an object without fields is one, the library's «no» is none."""
    return message.get(name) not in (None, False, [])


def _photo(message: Mapping[str, Any]) -> Fields:
    return _file(SaidKind.PHOTO, message["photo"][-1], message)


def _live_photo(message: Mapping[str, Any]) -> Fields:
    """A short film and the picture that stands still; without the picture the film cannot be sent on."""
    film = message["live_photo"]
    sizes = film.get("photo") or message.get("photo")
    if not sizes:
        return {"kind": SaidKind.OTHER, "content": "live_photo", "text": message.get("caption") or ""}
    return {**_file(SaidKind.LIVE_PHOTO, film, message), "still_id": sizes[-1]["file_id"]}


def _sticker(message: Mapping[str, Any]) -> Fields:
    sticker = message["sticker"]
    return {**_file(SaidKind.STICKER, sticker, {}), "label": sticker.get("emoji") or ""}


def _reader(name: str, kind: SaidKind) -> Callable[[Mapping[str, Any]], Fields]:
    return lambda message: _file(kind, message[name], message)


def _file(kind: SaidKind, file: Mapping[str, Any], message: Mapping[str, Any]) -> Fields:
    return {
        "kind": kind,
        "file_id": file["file_id"],
        "unique_id": file.get("file_unique_id") or "",
        "file_name": file.get("file_name") or "",
        "duration": int(file.get("duration") or 0),
        "text": message.get("caption") or "",
    }


def _location(message: Mapping[str, Any]) -> Fields:
    place = message["location"]
    period = int(place.get("live_period") or 0)
    return {
        "kind": SaidKind.LOCATION,
        "latitude": float(place["latitude"]),
        "longitude": float(place["longitude"]),
        "live_until": int(message["date"]) + period if period else 0,
    }


def _venue(message: Mapping[str, Any]) -> Fields:
    """A place with a name. What it is called is shown, and not searched for danger: nobody wrote it."""
    venue = message["venue"]
    name, address = venue.get("title") or "", venue.get("address") or ""
    place = _location({"location": venue["location"], "date": 0})
    label = f"📍 {' · '.join(part for part in (name, address) if part)}"
    return {**place, "kind": SaidKind.VENUE, "title": name, "address": address, "label": label}


def _contact(message: Mapping[str, Any]) -> Fields:
    """Somebody's card: name and number are shown as words too, for whoever reads on."""
    card = message["contact"]
    name = " ".join(part for part in (card.get("first_name"), card.get("last_name")) if part)
    phone = card["phone_number"]
    return {
        "kind": SaidKind.CONTACT,
        "phone": phone,
        "title": name,
        "vcard": card.get("vcard") or "",
        "contact_user_id": card.get("user_id") or 0,
        "label": f"👤 {name} {phone}" if name else f"👤 {phone}",
    }


def _poll(message: Mapping[str, Any]) -> Fields:
    poll = message["poll"]
    lines = [f"📊 {poll['question']}", *(f"○ {option['text']}" for option in poll["options"])]
    return {"kind": SaidKind.POLL, "text": "\n".join(lines)}


def _checklist(message: Mapping[str, Any]) -> Fields:
    checklist = message["checklist"]
    tasks = [f"{'☑' if task.get('completion_date') else '☐'} {task['text']}" for task in checklist["tasks"]]
    return {"kind": SaidKind.CHECKLIST, "text": "\n".join((checklist["title"], *tasks))}


def _dice(message: Mapping[str, Any]) -> Fields:
    dice = message["dice"]
    return {"kind": SaidKind.DICE, "label": f"{dice['emoji']} {dice['value']}"}


def _rich(message: Mapping[str, Any]) -> Fields:
    """Words with a layout; where pictures stand among them they would be lost, so it is not taken."""
    words, whole = rich_words(message["rich_message"])
    if not whole:
        return {"kind": SaidKind.OTHER, "content": "rich_message"}
    return {"kind": SaidKind.TEXT, "text": words}


def _text(message: Mapping[str, Any]) -> Fields:
    return {"kind": SaidKind.TEXT, "text": message["text"]}


# In the order asked: a live photo also carries a photo, an animation a document, a venue a location.
CONTENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Fields]]] = {
    "text": _text,
    "live_photo": _live_photo,
    "photo": _photo,
    "voice": _reader("voice", SaidKind.VOICE),
    "audio": _reader("audio", SaidKind.AUDIO),
    "video": _reader("video", SaidKind.VIDEO),
    "video_note": _reader("video_note", SaidKind.VIDEO_NOTE),
    "animation": _reader("animation", SaidKind.ANIMATION),
    "document": _reader("document", SaidKind.DOCUMENT),
    "sticker": _sticker,
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "rich_message": _rich,
}
