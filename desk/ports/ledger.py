"""What the ledger needs of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from desk.domain.cases.ledger import Entry


class Ledger(Protocol):
    """Append only."""

    async def append(self, entry: Entry) -> None: ...
    async def has_since(self, case_id: int, acts: Sequence[str], since: datetime) -> bool:
        """Whether one of these acts was done to the case from that moment on."""
        ...


class LedgerDays(Protocol):
    """One digest a day over everything the ledger got. Days are those of the time zone."""

    async def next_to_close(self, zone: ZoneInfo) -> date | None:
        """The oldest day that is over and not closed; None when there is none."""
        ...

    async def close(self, day: date, zone: ZoneInfo) -> None:
        """Keep the digest of a day; closing it twice is closing it once."""
        ...


class LedgerPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def ledger_days(self) -> LedgerDays: ...
