"""The list of an official: the households where a visit is due, a press each; edited as they work.

The same card answers /visits and comes in the morning and in the afternoon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Lane, Message, Rows, message_to
from desk.domain.visits.list_position import ListPosition, Occasion
from desk.domain.visits.visit import DueVisit, Visit, Visited, VisitPlan
from desk.ports.work import Work

A_PAGE: Final = 8
_NAME: Final = 8  # characters of a name on a button: two stand side by side on a phone


@dataclass(frozen=True, slots=True)
class Done:
    """What was just recorded; `other` is who had been there on that day before."""

    visit: Visit
    other: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the list."""

    occasion: Occasion = Occasion.ASKED
    done: Done | None = None


PLAIN: Final = Heading()


class DueHome(NamedTuple):
    """A household with the nearest end of what is due there; `by_phone` when a call is enough."""

    household: Visited
    due_by: date
    by_phone: bool


@dataclass(frozen=True, slots=True)
class VisitList:
    """What somebody owes, household by household, and what they have announced."""

    homes: Sequence[DueHome]
    plans: Mapping[int, date]
    today: date

    @property
    def pages(self) -> int:
        """How many pages it has, one at least."""
        return max(1, -(-len(self.homes) // A_PAGE))

    def page(self, number: int) -> Sequence[DueHome]:
        """The households of a page; the last one where there is no such page any more."""
        first = min(max(number, 0), self.pages - 1) * A_PAGE
        return self.homes[first : first + A_PAGE]

    def counts(self) -> dict[str, Json]:
        """How many are over and may still be told, end today, and have time."""
        left = [(home.due_by - self.today).days for home in self.homes]
        return {
            "over": sum(days < 0 for days in left),
            "today": left.count(0),
            "later": sum(days > 0 for days in left),
        }


def homes_of(dues: Sequence[DueVisit]) -> Sequence[DueHome]:
    """One line for each household, nearest end first; a call is enough where it is for every duty there."""
    by_household: dict[int, list[DueVisit]] = {}
    for due in dues:
        by_household.setdefault(due.household.id, []).append(due)
    homes = [
        DueHome(
            some[0].household,
            min(due.period.due_by for due in some),
            all(due.period.by_phone for due in some),
        )
        for some in by_household.values()
    ]
    return sorted(homes, key=lambda home: (home.due_by, home.household.id))


async def list_message(
    work: Work, staff: Staff, dues: Sequence[DueVisit], spot: ListPosition, heading: Heading = PLAIN
) -> Message:
    """The card to a page of what is due, as a new message under `spot.key`."""
    return await homes_message(work, staff, homes_of(dues), spot, heading)


async def homes_message(
    work: Work, staff: Staff, homes: Sequence[DueHome], spot: ListPosition, heading: Heading = PLAIN
) -> Message:
    """As `list_message`, where the households are known already."""
    listed = await _listed(work, staff, homes)
    spot = spot.turned(min(spot.page, listed.pages - 1))
    heads = await _heads(work, listed, spot, heading.done)
    message = message_to(
        staff,
        spot.key(staff.user_id or 0),
        "visits.list",
        {
            **_words(work, listed, spot, heads),
            "occasion": heading.occasion.value,
            "done": None if heading.done is None else _done_words(heading.done, listed, heads),
        },
        _rows(listed, spot, heads, heading.done),
    )
    return replace(message, lane=Lane.WAITING if heading.occasion is Occasion.ASKED else Lane.REMINDER)


def _done_words(done: Done, listed: VisitList, heads: Mapping[int, str]) -> dict[str, Json]:
    """What was recorded; `still` when they have to go there again: a call, or one of several visits."""
    visit = done.visit
    return {
        "head": heads.get(visit.household_id, ""),
        "on": visit.visited_on.isoformat(),
        "how": visit.how.value,
        "late": visit.late,
        "not_yours": not visit.as_visitors,
        "still": any(home.household.id == visit.household_id for home in listed.homes),
        "other": done.other,
    }


async def _listed(work: Work, staff: Staff, homes: Sequence[DueHome]) -> VisitList:
    today = work.today
    plans: Sequence[VisitPlan] = await work.visits.plans_of(staff.id, today)
    return VisitList(homes, {plan.household_id: plan.planned_on for plan in plans}, today)


async def _heads(work: Work, listed: VisitList, spot: ListPosition, done: Done | None) -> Mapping[int, str]:
    """The names that are shown: of the page, of where they are expected today, of what was recorded."""
    shown = {home.household.id for home in listed.page(spot.page)} | set(_expected(listed))
    shown |= set() if done is None else {done.visit.household_id}
    return await work.visits.heads(sorted(shown)) if shown else {}


def _expected(listed: VisitList) -> Sequence[int]:
    return [one for one, day in listed.plans.items() if day == listed.today][:A_PAGE]


def _words(work: Work, listed: VisitList, spot: ListPosition, heads: Mapping[int, str]) -> dict[str, Json]:
    return {
        "count": len(listed.homes),
        "counts": listed.counts(),
        "page": spot.page + 1,
        "pages": listed.pages,
        "expected": [heads.get(one, "") for one in _expected(listed)],
        "places": list(_places(work, listed, spot, heads)),
    }


def _places(work: Work, listed: VisitList, spot: ListPosition, heads: Mapping[int, str]) -> Iterator[Json]:
    """Who lives where, for whoever has several villages."""
    if len({home.household.area_code for home in listed.homes}) < 2:
        return
    by_area: dict[str, list[Json]] = {}
    for home in listed.page(spot.page):
        by_area.setdefault(home.household.area_code, []).append(heads.get(home.household.id, ""))
    for code, names in by_area.items():
        yield {"place": work.areas.path(code), "heads": names}


def _rows(listed: VisitList, spot: ListPosition, heads: Mapping[int, str], done: Done | None) -> Rows:
    buttons = [
        Button("visits.open", f"w:c:{home.household.id}:{spot.code()}", _label(listed, home, heads))
        for home in listed.page(spot.page)
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    ways = [
        Button(label, f"w:l:{spot.turned(page).code()}")
        for label, page in (("desk.previous", spot.page - 1), ("desk.next", spot.page + 1))
        if 0 <= page < listed.pages
    ]
    if done is not None:
        head = {"head": heads.get(done.visit.household_id, "")[:_NAME]}
        rows.insert(0, (Button("visits.button.correct", f"w:e:{done.visit.id}:{spot.code()}", head),))
    return tuple(row for row in (*rows, tuple(ways)) if row)


def _label(listed: VisitList, home: DueHome, heads: Mapping[int, str]) -> dict[str, Json]:
    planned_on = listed.plans.get(home.household.id)
    left = (home.due_by - listed.today).days
    return {
        "head": heads.get(home.household.id, "")[:_NAME],
        "left": max(left, 0),
        "over": max(-left, 0),
        "by_phone": home.by_phone,
        "planned": planned_on is not None,
        "now": planned_on == listed.today,
    }
