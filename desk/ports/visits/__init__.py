"""What visits need of `storage`, in three files."""

from __future__ import annotations

from typing import Protocol

from desk.ports.visits.records import VisitRepository
from desk.ports.visits.reminders import ReminderRepository
from desk.ports.visits.windows import PeriodRepository, TownRateRepository


class VisitPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def visits(self) -> VisitRepository: ...
    @property
    def periods(self) -> PeriodRepository: ...
    @property
    def reminders(self) -> ReminderRepository: ...
    @property
    def town_rates(self) -> TownRateRepository: ...
