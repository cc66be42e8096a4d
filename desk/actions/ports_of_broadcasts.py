"""What broadcasts need of `storage`; part of `desk.actions.ports`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.broadcasts import Broadcast, Missed, Recipients, Tally
from desk.domain.messages import Message


class BroadcastMail(Protocol):
    """The messages of a broadcast in the outbox: first parked, some at a time waiting to be sent."""

    async def count(self, recipients: Recipients, codes: Sequence[str]) -> int:
        """How many people there are; `codes` are the area's and all below it."""
        ...

    async def spread(self, broadcast: Broadcast, codes: Sequence[str], not_before: datetime) -> bool:
        """Enter the rows of some more recipients, parked; False when there are no more."""
        ...

    async def release(self, broadcast_id: int) -> None:
        """Let some wait for the sender: as many as leave until the next tick, and a few more."""
        ...

    async def park(self, broadcast_id: int) -> None:
        """Take back what waits for the sender."""
        ...

    async def drop(self, broadcast_id: int) -> bool:
        """Drop what waits and some of what is parked; False when nothing is left."""
        ...

    async def drop_for(self, chat_id: int) -> None:
        """Drop every notice to residents that this chat has not got yet."""
        ...

    async def is_recipient(self, broadcast_id: int, person_id: int) -> bool:
        """Whether the broadcast was ever on its way to them."""
        ...

    async def tally(self, broadcast_id: int) -> Tally:
        """What became of the messages so far."""
        ...

    async def missed(self, broadcast_id: int, limit: int) -> Sequence[Missed]:
        """Whom it did not reach for certain, in the order entered."""
        ...


class BroadcastRepository(Protocol):
    """Broadcasts, their receipts, and who does not want any."""

    mail: BroadcastMail

    async def add(self, broadcast: Broadcast) -> int:
        """Enter it (its id is ignored), without its words, and return the row's id."""
        ...

    async def keep_content(self, broadcast_id: int, message: Message) -> None:
        """What every message of it says; chat and key of `message` do not matter."""
        ...

    async def find(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast with its words, if there is one."""
        ...

    async def save(self, broadcast: Broadcast) -> bool:
        """Store if the row still has version `broadcast.version - 1`; else False: somebody was first."""
        ...

    async def find_untended(self) -> Sequence[int]:
        """Those that were sent off and have something left to be done, oldest first."""
        ...

    async def end(self, broadcast_id: int) -> None:
        """Nothing is left to be done with it."""
        ...

    async def receive(self, broadcast_id: int, person_id: int) -> None:
        """They have read it."""
        ...

    async def subscribe(self, person_id: int, *, wanted: bool) -> None:
        """Whether notices to residents go to this person from now on."""
        ...

    async def is_subscribed(self, person_id: int) -> bool:
        """Everybody is, until they say otherwise."""
        ...
