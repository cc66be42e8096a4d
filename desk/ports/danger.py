"""What alarms and mutes need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.danger.alarms import Alarm
from desk.domain.danger.doubts import Doubt
from desk.domain.danger.mutes import Mute


class AlarmRepository(Protocol):
    """Danger that was heard, by whom it was told and who hears of it."""

    async def add(self, alarm: Alarm) -> Alarm:
        """Store a new one (its id is ignored) and return it with its id."""
        ...

    async def find(self, alarm_id: int) -> Alarm | None: ...
    async def newest(self, person_id: int, scope: str) -> Alarm | None:
        """The last alarm of that person in that circle, answered or not."""
        ...

    async def save(self, alarm: Alarm) -> bool:
        """Store if the row still has version `alarm.version - 1`; else False: somebody was first."""
        ...

    async def find_waiting(self, before: datetime, limit: int) -> Sequence[Alarm]:
        """Alarms begun until that moment that still climb, the oldest first."""
        ...


class DoubtRepository(Protocol):
    """Who was asked whether somebody is in danger."""

    async def add(self, doubt: Doubt) -> Doubt:
        """Store a new one (its id is ignored) and return it with its id."""
        ...

    async def find(self, doubt_id: int) -> Doubt | None: ...
    async def save(self, doubt: Doubt) -> bool:
        """Store if the row still has version `doubt.version - 1`; else False: somebody was first."""
        ...

    async def find_waiting(self, before: datetime, limit: int) -> Sequence[Doubt]:
        """Those asked until that moment that nobody has answered, the oldest first."""
        ...


class MuteRepository(Protocol):
    """Whose alarms make no sound."""

    async def ask(self, mute: Mute) -> int:
        """Enter what is asked for (its id is ignored) and return the row's id."""
        ...

    async def find(self, mute_id: int) -> Mute | None: ...
    async def newest(self, person_id: int) -> Mute | None:
        """What was last asked for about that person, whatever became of it."""
        ...

    async def rule(self, mute: Mute) -> bool:
        """Keep what the county said; False when somebody was first."""
        ...

    async def end(self, mute_id: int, staff_id: int) -> bool:
        """End it now; False when it was ended before."""
        ...


class DangerPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def alarms(self) -> AlarmRepository: ...
    @property
    def doubts(self) -> DoubtRepository: ...
    @property
    def mutes(self) -> MuteRepository: ...
