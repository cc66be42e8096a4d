"""What the transactional inbox and outbox need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.domain.staff.staffing import Copy
from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said


class Outbox(Protocol):
    """Messages decided; they leave after the commit."""

    async def say(self, message: Message) -> None:
        """Store one message; a key that exists already is left alone."""
        ...

    async def postpone(self, message: Message) -> None:
        """As `say`; what waits under its key already is said later, and as it is now.

        Not for hidden ones, nor for files.
        """
        ...

    async def has(self, key: str) -> bool: ...

    async def copies(self, case_id: int, card: str) -> Sequence[Copy]:
        """The cards of that family, one per chat, newest first, that were sent or wait."""
        ...

    async def silence(self, case_id: int, prefix: str) -> None:
        """Drop what still waits for this case and whose key begins so: facts have overtaken it."""
        ...

    async def drop(self, keys: Sequence[str]) -> None:
        """Drop what still waits under these keys: facts have overtaken it."""
        ...

    async def forget(self, keys: Sequence[str]) -> None:
        """Empty what messages with these keys said, as far as they have left; the rows stay."""
        ...


class Inbox(Protocol):
    """Updates as they came."""

    async def forget(self, said: Said) -> None:
        """Empty the stored updates of this chat, `said` included: their writer does not want them kept."""
        ...

    async def forget_chat(self, chat_id: int) -> None:
        """Empty the updates of this chat that were handled."""
        ...


class MailPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
