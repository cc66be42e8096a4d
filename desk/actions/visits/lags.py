"""Who lags with visits: windows that are over and settled, by village or by official, the worst first.

What is settled never changes, so the sums of towns are kept when they are counted: nobody who looks, and no
digest, goes through the windows of a whole county.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.deadlines.calendar import workday_from
from desk.domain.talk.messages import Json
from desk.domain.visits.duties import Window
from desk.domain.visits.visit import Rate, TownRate, VisitLag
from desk.domain.worklists.queue import within
from desk.ports.work import Work

_COUNTED: Final = "lags:counted"  # the last day whose windows are in the sums
_SHOWN: Final = 12  # lines of one list; more does not fit on a phone


@dataclass(frozen=True, slots=True)
class Behind:
    """How the monitors of a village, an official by name, or all of a town stand. `code` is the area's."""

    name: str
    code: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class VisitStanding:
    """How an area stands in the month up to a day, part by part, the worst first."""

    month: Window
    parts: Sequence[Behind]

    @property
    def rate(self) -> Rate:
        """All parts together."""
        return total(part.rate for part in self.parts)


def total(rates: Iterable[Rate]) -> Rate:
    """The windows of several."""
    known = list(rates)
    return Rate(sum(rate.fulfilled for rate in known), sum(rate.missed for rate in known))


def last_settled(work: Work) -> date:
    """The last day whose windows nobody can fulfil any more."""
    return work.today - timedelta(days=work.rules.visiting.record_days + 1)


def month_to(day: date) -> Window:
    """The month of a day, as far as that day."""
    return Window(day.replace(day=1), day)


async def counted_to(work: Work) -> date | None:
    """Up to which day the sums go; None before they were counted for the first time."""
    known = await work.facts.get(_COUNTED)
    return None if known is None else date.fromisoformat(known)


async def towns_to_count(work: Work) -> Sequence[str]:
    """The towns whose sums are to be counted anew, when windows have ended and all of them are settled."""
    day, counted = last_settled(work), await counted_to(work)
    if counted is not None and not await work.reminders.any_ended(counted, day):
        return ()
    if not await work.reminders.settled(day + timedelta(days=1)):
        return ()
    return towns_in(work, [area.code for area in work.areas])


async def count_towns(work: Work, codes: Sequence[str]) -> None:
    """Keep how these towns stand in the month."""
    month = month_to(last_settled(work))
    for code in codes:
        rate = total(lag.rate for lag in await _lags(work, code, month))
        await work.town_rates.keep(TownRate(code, month, rate))


async def note_counted(work: Work) -> None:
    """The sums go up to the last day that is settled."""
    await work.facts.set(_COUNTED, last_settled(work).isoformat())


def towns_in(work: Work, codes: Sequence[str]) -> Sequence[str]:
    """Those of these areas that are towns."""
    areas = (work.areas.get(code) for code in codes)
    return [area.code for area in areas if area is not None and area.level is Level.TOWN]


async def standing_of_towns(work: Work, codes: Sequence[str]) -> VisitStanding:
    """How towns stand, by the sums that were kept."""
    rates = await work.town_rates.of(codes)
    month = rates[-1].month if rates else month_to(last_settled(work))
    return VisitStanding(
        month, _worst_first(Behind(work.areas.path(one.area_code), one.area_code, one.rate) for one in rates)
    )


async def standing_in(work: Work, code: str, month: Window | None = None) -> VisitStanding:
    """How the villages of a town, or one village, stand, and the officials who go there by name."""
    month = month or month_to(await counted_to(work) or last_settled(work))
    by_staff: dict[int, list[Rate]] = {}
    by_village: dict[str, list[Rate]] = {}
    for lag in await _lags(work, code, month):
        if lag.staff_id is None:
            by_village.setdefault(lag.area_code, []).append(lag.rate)
        else:
            by_staff.setdefault(lag.staff_id, []).append(lag.rate)
    names = await _names(work, sorted(by_staff))
    villages = [Behind(work.areas.path(one), one, total(rates)) for one, rates in by_village.items()]
    officials = [Behind(names.get(one, ""), "", total(rates)) for one, rates in by_staff.items()]
    return VisitStanding(month, _worst_first([*villages, *officials]))


def standing_words(standing: VisitStanding) -> dict[str, Json]:
    """A standing as its text wants it: only who missed something, cut to what a phone shows."""
    lagging = [part for part in standing.parts if part.rate.missed]
    lines: list[Json] = [{"name": part.name, **_rate_words(part.rate)} for part in lagging[:_SHOWN]]
    return {
        "first": standing.month.first.isoformat(),
        "last": standing.month.last.isoformat(),
        **_rate_words(standing.rate),
        "lines": lines,
        "more": max(0, len(lagging) - _SHOWN),
    }


async def week_words(work: Work, codes: Sequence[str]) -> dict[str, Json] | None:
    """What a digest says of these areas on the first working day of a week; None otherwise."""
    today = work.today
    monday = today - timedelta(days=today.weekday())
    if workday_from(monday, work.rules.calendar) != today:
        return None
    towns = towns_in(work, codes)
    standing = await (standing_in(work, towns[0]) if len(towns) == 1 else standing_of_towns(work, towns))
    if not standing.rate.counted:
        return None
    return {
        "last": standing.month.last.isoformat(),
        "made": f"{standing.rate.fulfilled} / {standing.rate.counted}",
    }


def _rate_words(rate: Rate) -> dict[str, Json]:
    return {"fulfilled": rate.fulfilled, "missed": rate.missed, "counted": rate.counted}


async def _lags(work: Work, code: str, month: Window) -> Sequence[VisitLag]:
    codes = [area.code for area in within(work.areas, code)]
    return await work.periods.lags(codes, month.first, month.last)


async def _names(work: Work, staff_ids: Sequence[int]) -> Mapping[int, str]:
    return {one.id: one.name for one in await work.staff.find_many(staff_ids)} if staff_ids else {}


def _worst_first(parts: Iterable[Behind]) -> Sequence[Behind]:
    """By the share that was fulfilled; of two alike whoever missed more."""
    return sorted(parts, key=lambda one: (_share(one.rate), -one.rate.missed, one.name))


def _share(rate: Rate) -> float:
    return rate.fulfilled / rate.counted if rate.counted else 1.0
