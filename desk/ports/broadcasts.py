"""What broadcasts and policy sheets need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.broadcasts.broadcast import (
    PAGE,
    Broadcast,
    Counted,
    DeliveryTally,
    Readers,
    Received,
    Recipients,
    Unread,
)
from desk.domain.households.policy_sheet import HouseholdSheet, SheetCount
from desk.domain.talk.messages import Message


class BroadcastMail(Protocol):
    """The messages of a broadcast in the outbox: first parked, some at a time waiting to be sent."""

    async def count(self, recipients: Recipients, codes: Sequence[str], after: int = 0) -> Counted:
        """How many there are among the next people behind that one; `codes`: the area's and those below."""
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

    async def tally(self, broadcast_id: int) -> DeliveryTally:
        """What became of the messages so far."""
        ...

    async def resend(self, broadcast_id: int) -> None:
        """What may have arrived goes once more, marked as a repeat."""
        ...

    async def leave(self, broadcast_id: int) -> None:
        """What may have arrived is left at that."""
        ...


class BroadcastResults(Protocol):
    """What became of a broadcast."""

    async def count(self, broadcast_id: int, *, missed: bool) -> int:
        """How many recipients there are; with `missed` only those whom it did not reach for certain."""
        ...

    async def page(
        self, broadcast_id: int, number: int, *, missed: bool, room: int = PAGE
    ) -> Sequence[Received]:
        """Some of them, by what became of it; `number` counts from 0."""
        ...

    async def readers(self, broadcast: Broadcast, villages: Sequence[str]) -> Sequence[Readers]:
        """How many got it and how many have read it, in each of these villages that has anybody."""
        ...

    async def unread(self, broadcast: Broadcast, village: str, number: int) -> Sequence[Unread]:
        """One page of those in this village who got it and have not said that they read it."""
        ...


class SheetRepository(Protocol):
    """Which households a policy sheet is for, and which have got it."""

    async def meant(self, broadcast: Broadcast, codes: Sequence[str]) -> int:
        """How many households it is for; `codes` are the area's and all below it."""
        ...

    async def of_household(self, household_id: int) -> Sequence[HouseholdSheet]:
        """The sheets that are for this household, the newest first."""
        ...

    async def hand_over(self, broadcast_id: int, household_id: int, staff_id: int) -> bool:
        """It was handed over on paper; False when it is not for this household, or was handed over before."""
        ...

    async def counts(self, broadcast_id: int) -> Sequence[SheetCount]:
        """Per village: how many households it is for, and how many got it. Reads all of them."""
        ...


class BroadcastRepository(Protocol):
    """Broadcasts, their receipts, and who does not want any."""

    @property
    def mail(self) -> BroadcastMail: ...
    @property
    def results(self) -> BroadcastResults: ...
    @property
    def sheets(self) -> SheetRepository: ...

    async def add(self, broadcast: Broadcast) -> int:
        """Enter it (its id is ignored), without its words, and return the row's id."""
        ...

    async def keep_content(self, broadcast_id: int, message: Message) -> None:
        """What every message of it says; chat and key of `message` do not matter."""
        ...

    async def find(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast with its words, if there is one."""
        ...

    async def newest(self, room: int) -> Sequence[Broadcast]:
        """The last ones that were composed, the newest first."""
        ...

    async def save(self, broadcast: Broadcast) -> bool:
        """Store if the row still has version `broadcast.version - 1`; else False: somebody was first."""
        ...

    async def note_count(self, broadcast_id: int, counted: Counted) -> None:
        """So many recipients were counted so far."""
        ...

    async def find_untended(self) -> Sequence[int]:
        """Those that have something left to be done, be it that people are rung up; oldest first."""
        ...

    async def end(self, broadcast_id: int) -> None:
        """Nothing is left to be done with it."""
        ...

    async def begin_again(self, broadcast_id: int) -> None:
        """Something is left to be done with it after all."""
        ...

    async def rung(self, broadcast_id: int) -> int | None:
        """In how many villages somebody was asked to ring up so far, or ALL_RUNG; None: nobody is to be."""
        ...

    async def ring(self, broadcast_id: int, villages: int) -> None:
        """So many villages have been asked, or ALL_RUNG."""
        ...

    async def receive(self, broadcast_id: int, person_id: int) -> None:
        """They have read it."""
        ...

    async def subscribe(self, person_id: int, *, wanted: bool) -> None:
        """Whether notices to residents go to this person from now on."""
        ...

    async def is_subscribed(self, person_id: int) -> bool | None:
        """Whether they want notices; None when they have not said yet."""
        ...


class BroadcastPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def broadcasts(self) -> BroadcastRepository: ...
