"""What the desk says: a text key with arguments and buttons, never words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from desk.domain.talk.uploads import Upload

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Lane(IntEnum):
    """Which message goes first when all cannot go at once."""

    WAITING = 1  # a person looks at the screen
    CARD = 2
    REMINDER = 3
    BROADCAST = 4


class Keyboard(StrEnum):
    """Where the buttons are."""

    NONE = "none"
    INLINE = "inline"
    REPLY = "reply"  # large buttons under the message field
    ONCE = "once"  # the same, out of the way after a press: the next question may have other buttons
    REMOVE = "remove"


class Ask(StrEnum):
    """What a reply button shares when pressed."""

    NOTHING = ""
    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Button:
    """`label` is a text key rendered with `arguments`; `code` is what comes back, at most 64 bytes."""

    label: str
    code: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)
    ask: Ask = Ask.NOTHING


Rows = tuple[tuple[Button, ...], ...]
_IN_A_ROW: Final = 4


def in_rows(buttons: Sequence[Button], width: int = _IN_A_ROW) -> Rows:
    """So many buttons side by side."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one chat. `key` is unique for ever: saying it twice sends it once.

    `file_id` with `file_kind` sends that file, with the rendered text as its caption if there is a template;
    `pieces` send whatever somebody sent, several as one album. An `upload` is a file that the desk made; no
    edit has one.
    `edits` names the key of an earlier message whose text and buttons are replaced. A `hidden` one is stored
    so that neither its key nor its row tells which case it is about. A `silent` one makes no sound. `talk` is
    of a moment of the conversation: a question, a list that was asked for, a word about what was just said.
    When it may have arrived it is not said again after the conversation went on.
    `ahead_of` names the key of the message before which this one should arrive: that one goes as soon as this
    one has left.
    """

    key: str
    chat_id: int
    template: str
    arguments: Mapping[str, Json] = field(default_factory=dict)
    rows: Rows = ()
    keyboard: Keyboard = Keyboard.NONE
    lane: Lane = Lane.WAITING
    language: str = "zh_CN"
    file_id: str = ""
    file_kind: str = ""
    pieces: tuple[Mapping[str, Json], ...] = ()
    upload: Upload | None = None
    edits: str = ""
    ahead_of: str = ""
    case_id: int | None = None
    hidden: bool = False
    talk: bool = False
    silent: bool = False
    card: str = ""  # family of copies that are kept alike, for instance "task"
    not_before: datetime | None = None  # quiet hours: the sender leaves it alone until then


class Addressee(Protocol):
    """Whoever has a chat with the desk: a person, or an official who has joined."""

    @property
    def user_id(self) -> int | None:
        """Also the number of their chat; None for an official who never joined."""
        ...

    @property
    def language(self) -> str:
        """In which they are written to."""
        ...


def message_to(
    to: Addressee, key: str, template: str, arguments: Mapping[str, Json] | None = None, rows: Rows = ()
) -> Message:
    """A message in somebody's language for their chat, as cards travel; the caller may still change how.

    Do not say it to an official who never joined: they have no chat.
    """
    return Message(
        key=key,
        chat_id=to.user_id or 0,
        template=template,
        arguments=arguments or {},
        rows=rows,
        keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
        lane=Lane.CARD,
        language=to.language,
    )
