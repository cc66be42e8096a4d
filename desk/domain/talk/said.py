"""What somebody said or pressed, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.county.phones import phone_in
from desk.domain.talk.messages import Json
from desk.domain.text.cleaning import cleaned, cleaned_name


class SaidKind(StrEnum):
    """How it was said."""

    TEXT = "text"
    COMMAND = "command"
    PRESS = "press"
    VOICE = "voice"
    AUDIO = "audio"
    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"  # a round one, by the same button as a voice
    ANIMATION = "animation"
    LIVE_PHOTO = "live_photo"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    VENUE = "venue"  # a place with a name
    CONTACT = "contact"
    POLL = "poll"
    CHECKLIST = "checklist"
    DICE = "dice"
    OTHER = "other"  # what no bot can send on; `content` names it, and its sender is told at once
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MIGRATED = "migrated"


_NAMING: Final = ("file_name", "title", "address", "label")  # what names something other than the speaker


@dataclass(frozen=True, slots=True)
class Said:
    """One update as a handler needs it.

    `text` holds the text or the caption; `command` and `payload` are filled for commands; `data` and
    `query_id` for presses; `phone`, `vcard` and `contact_user_id` for contacts; `title` is the name of a
    contact or a place; `duration` is in seconds. `label` says in words what has none: a card, a named place.
    `passed_on` is what was forwarded, or came through another bot.
    `unique_id` is the same for the same file in every message. A place that moves does so until `live_until`.
    """

    update_id: int
    chat_id: int
    user_id: int
    at: datetime
    kind: SaidKind
    private: bool = True
    name: str = ""
    language: str = "zh_CN"
    message_id: int = 0
    text: str = ""
    command: str = ""
    payload: str = ""
    data: str = ""
    query_id: str = ""
    file_id: str = ""
    file_name: str = ""
    unique_id: str = ""
    still_id: str = ""
    duration: int = 0
    group_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    live_until: int = 0  # Unix time
    title: str = ""
    address: str = ""
    label: str = ""
    content: str = ""
    phone: str = ""
    vcard: str = ""
    contact_user_id: int = 0
    passed_on: bool = False
    calls: tuple[str, ...] = ()  # in a group: who is called, by name or number
    edited: bool = False
    new_chat_id: int = 0
    bot_id: int = 0

    def __post_init__(self) -> None:
        """Names come in through this one door: what turns or hides letters is off them, whoever reads them.

        A name of nothing but such signs is the number of its bearer.
        """
        name = cleaned_name(self.name)
        object.__setattr__(self, "name", name or (f"#{self.user_id}" if self.name else ""))
        for names in _NAMING:
            object.__setattr__(self, names, cleaned(getattr(self, names)))

    @property
    def stamp(self) -> str:
        """Names the update for ever: Telegram counts updates anew for every bot."""
        return f"{self.bot_id}.{self.update_id}"

    @property
    def own_phone(self) -> str:
        """The number that this message shows to be the speaker's: their own contact card, not passed on."""
        own = self.kind is SaidKind.CONTACT and self.contact_user_id == self.user_id and not self.passed_on
        return phone_in(self.phone) or self.phone if own else ""

    def piece(self) -> dict[str, Json]:
        """The part that belongs to a story, without what is empty; ready for JSON."""
        fields: dict[str, Json] = {
            "kind": self.kind.value,
            "text": self.text or self.label,
            "file_id": self.file_id,
            "file_name": self.file_name,
            "unique_id": self.unique_id,
            "still_id": self.still_id,
            "duration": self.duration,
            "group_id": self.group_id,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "live_until": self.live_until,
            "title": self.title,
            "address": self.address,
            "phone": self.phone,
            "vcard": self.vcard,
            "message_id": self.message_id,
            "at": self.at.isoformat(),
        }
        return {name: value for name, value in fields.items() if value not in ("", 0, None)}
