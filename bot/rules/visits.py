"""The part of a rules file that says who visits whom, and when people hear of it."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.rules.strict import Strict
from desk.domain.county import rules
from desk.domain.households.household import HouseholdClass, MonitoredKind
from desk.domain.visits.duties import Duty, Every, Visitor

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]


class Visiting(Strict):
    """Around visits: how late they may be told, and when people are reminded."""

    record_days: int = Field(ge=0, le=15)
    record_back_days: int = Field(ge=1, le=366)
    afternoon: time
    tell_household: time
    tell_until: time
    pause_days: int = Field(ge=1, le=366)

    def frozen(self) -> rules.Visiting:
        """As the domain has it."""
        return rules.Visiting(**self.model_dump())


class DutyLine(Strict):
    """One duty."""

    name: _Name
    visitor: Visitor
    classes: frozenset[HouseholdClass] = Field(min_length=1)
    every: Every
    days: int = Field(0, ge=0, le=366)
    since: date = date(2026, 1, 1)
    visits: int = Field(1, ge=1, le=31)
    kinds: frozenset[MonitoredKind] = frozenset()
    away: bool | None = None
    by_phone: bool = False

    @model_validator(mode="after")
    def _length(self) -> Self:
        if (self.every is Every.DAYS) != (self.days > 0):
            raise ValueError('days must be said with every = "days", and only there')
        if self.kinds and HouseholdClass.MONITORED not in self.classes:
            raise ValueError("kinds are of monitored households, and classes has none")
        if 0 < self.days < self.visits:
            raise ValueError("there are fewer days in a window than visits")
        return self

    def frozen(self) -> Duty:
        """As the domain has it."""
        return Duty(**self.model_dump())


def one_of_each(lines: tuple[DutyLine, ...]) -> tuple[DutyLine, ...]:
    """The lines, if every name is there once. Raises ValueError."""
    names = [line.name for line in lines]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"there are two duties {name!r}")
    return lines
