"""Visits as anybody would keep them by hand: a list of windows, gone through day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from desk.domain.households.household import Household
from desk.domain.visits.duties import Duty, Visitor, first_window
from desk.domain.visits.visit import How, Pause

DAY = timedelta(days=1)


@dataclass
class Slot:
    """A window as it was opened, and what became of it."""

    home: int
    duty: Duty
    first: date
    last: date
    state: str = "open"
    told: list[Told] = field(default_factory=list)  # as long as the window was known
    late: set[date] = field(default_factory=set)

    @property
    def late_on(self) -> date | None:
        """The first day on which somebody came too late."""
        return min(self.late) if self.late and self.state in ("open", "missed") else None

    def takes(self, told: Told) -> bool:
        return self.duty.visitor in told.standing and (told.how is How.HOME or self.duty.by_phone)


@dataclass(frozen=True)
class Told:
    home: int
    day: date
    how: How
    standing: frozenset[Visitor]


@dataclass
class Model:
    """The naive desk. `grace` and `back` are the days of the rules."""

    grace: int
    back: int
    homes: dict[int, Household] = field(default_factory=dict)
    changed: dict[int, date] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    visits: list[Told] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    seen: date | None = None
    by: Sequence[Duty] = ()

    def paused(self, home: int, day: date) -> bool:
        return any(one.household_id == home and one.from_on <= day <= one.until_on for one in self.pauses)

    def tick(self, today: date, duties: Sequence[Duty]) -> None:
        """Everything that should have been done on every day since the last time."""
        kept = [duty for duty in duties if duty in self.by]
        for day in self._days_before(today):
            for home in self.homes:
                if self.changed[home] <= day:
                    self._open(home, kept, day)
        self._lift(today, duties)
        for home in self.homes:
            self._open(home, duties, today)
        self._close(today - timedelta(days=self.grace))
        self.seen, self.by = today, duties

    def _lift(self, today: date, duties: Sequence[Duty]) -> None:
        for slot in self.slots:
            if slot.state == "open" and slot.last >= today and not self._owed(slot, duties):
                slot.state = "lifted"

    def _close(self, before: date) -> None:
        for slot in self.slots:
            if slot.state == "open" and slot.last < before:
                slot.state = "lifted" if self._excused(slot) else "missed"

    def _days_before(self, today: date) -> Iterator[date]:
        day = today if self.seen is None else self.seen + DAY
        while day < today:
            yield day
            day += DAY

    def _owed(self, slot: Slot, duties: Sequence[Duty]) -> bool:
        return any(one.name == slot.duty.name and one.is_for(self.homes[slot.home]) for one in duties)

    def _open(self, home: int, duties: Sequence[Duty], day: date) -> None:
        for duty in duties:
            owed = duty.is_for(self.homes[home]) and not self.paused(home, day)
            if owed and all(slot.last < day for slot in self.counting(home, duty.name)):
                self.slots.append(self._slot(home, duty, day))

    def _slot(self, home: int, duty: Duty, day: date) -> Slot:
        slot = Slot(home, duty, day, first_window(duty, day).last)
        for told in self.visits:
            if told.home == home:
                self._count(slot, told)
        return slot

    def counting(self, home: int, duty: str) -> list[Slot]:
        """Windows of a household and a duty that were not lifted."""
        return [
            slot
            for slot in self.slots
            if slot.home == home and slot.duty.name == duty and slot.state != "lifted"
        ]

    def _excused(self, slot: Slot) -> bool:
        window = [slot.first + DAY * number for number in range((slot.last - slot.first).days + 1)]
        free = [day for day in window if not self.paused(slot.home, day)]
        return slot.last not in free or 2 * len(free) < len(window)

    def tell(self, told: Told) -> None:
        """A visit is told now, of whatever day."""
        self.visits.append(told)
        for slot in self.slots:
            if slot.home == told.home and slot.takes(told):
                self._count(slot, told)
                in_sight = slot.state == "open" or slot.last >= told.day - timedelta(days=self.back)
                over = told.day > slot.last or (slot.state == "missed" and told.day >= slot.first)
                if in_sight and over and slot.state in ("open", "missed"):
                    slot.late.add(told.day)

    def _count(self, slot: Slot, told: Told) -> None:
        if slot.state == "open" and slot.takes(told) and slot.first <= told.day <= slot.last:
            slot.told.append(told)
            if len({one.day for one in slot.told}) >= slot.duty.visits:
                slot.state = "fulfilled"

    def change(self, home: int, today: date, **fields: Any) -> None:
        self.homes[home] = replace(self.homes[home], **fields)
        self.changed[home] = today

    def resume(self, home: int, on: date, today: date) -> None:
        """Visits go on after this day."""
        kept = [one for one in self.pauses if one.household_id != home or one.from_on <= on]
        self.pauses = [
            replace(one, until_on=on) if one.household_id == home and one.until_on > on else one
            for one in kept
        ]
        self.changed[home] = today
