"""What leaders read in the morning, and the list of what is overdue for whoever answers for an area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.card_buttons import act_code
from desk.actions.cases.card_text import short_arguments
from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import find_present
from desk.actions.cases.unhurried import as_reminder
from desk.actions.staff.scope import scope_under
from desk.actions.visits.lags import week_words
from desk.actions.worklists.counts import count_overdue, count_totals, find_worst, since_last_morning
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person, Post, Role, Staff
from desk.domain.talk.messages import Button, Json, Rows, message_to
from desk.domain.worklists.counts import NamedCount, Overdue, Scope
from desk.ports.work import Work

WORST = 5
_SHOWN = 12  # lines of one list; more does not fit on a phone
_MAY_COUNT: Final = frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE, Role.LEADER})


@dataclass(frozen=True, slots=True)
class LeaderView:
    """Whose cases an official counts, and the names of the areas."""

    scope: Scope
    areas: tuple[str, ...]
    reader: Staff


async def find_leaders(work: Work) -> Sequence[Staff]:
    """Whoever would see a digest now, each once; nobody outside working hours."""
    return await find_present(work, Role.LEADER)


async def send_digest(work: Work, leader: Staff) -> None:
    """The day's digest to one leader; however often it is asked for, it is said once a day."""
    posts = [post for post in await work.staff.posts_of(leader.id) if post.role is Role.LEADER]
    if leader.user_id is None or not posts:
        return
    day = work.today.isoformat()
    key = f"digest:{leader.id}:{day}"
    if await work.outbox.has(key):
        return
    view = _view(work, leader, posts)
    cases = await find_worst(work, view.scope, WORST)
    words = await _digest(work, view, cases)
    message = message_to(
        leader,
        key,
        "digest.leader",
        words,
        (*worst_rows(view, cases), _lists(of_visits=words["visits"] is not None)),
    )
    await work.outbox.say(as_reminder(work, message))


def _lists(*, of_visits: bool) -> tuple[Button, ...]:
    """The ways to everything that is overdue and, where the digest speaks of visits, to what was missed."""
    overdue = Button("digest.all", "m:overdue")
    return (overdue, Button("lagging.look", "m:lag")) if of_visits else (overdue,)


def _view(work: Work, reader: Staff, posts: Sequence[Post]) -> LeaderView:
    codes = sorted({post.area_code for post in posts})
    names = tuple(work.areas.path(code) for code in codes)
    return LeaderView(scope_under(work, posts), tuple(name for name in names if name), reader)


async def _digest(work: Work, view: LeaderView, cases: Sequence[Case]) -> dict[str, Json]:
    since = since_last_morning(work)
    totals = await count_totals(work, view.scope, since)
    overdue = await count_overdue(work, view.scope)
    numbers: dict[str, Json] = {
        "new": totals.new,
        "solved": totals.solved,
        "open": totals.open,
        "overdue": totals.overdue,
        "danger": totals.danger,
        "supervised": totals.supervised,
    }
    return {
        **_named(view),
        "today": work.now.isoformat(),
        "since": since.isoformat(),
        "totals": numbers,
        "steps": _lines(overdue.steps),
        "visits": await week_words(work, view.scope.area_codes),
        "worst": [{**short_arguments(work, case), "owner": await _owner(work, case)} for case in cases],
    }


def _named(view: LeaderView) -> dict[str, Json]:
    """The first area by name, and how many there are, where it is not the only one."""
    count = len(view.areas)
    return {"area": view.areas[0] if view.areas else "", "places": count if count > 1 else 0}


async def _owner(work: Work, case: Case) -> str:
    staff = None if case.told_staff_id is None else await work.staff.find(case.told_staff_id)
    return "" if staff is None else staff.name


def worst_rows(view: LeaderView, cases: Sequence[Case]) -> Rows:
    """For each case a way to its card and, unless it is the reader's own, to press for speed."""
    return tuple(_ways(case, own=case.told_staff_id == view.reader.id) for case in cases)


def _ways(case: Case, *, own: bool) -> tuple[Button, ...]:
    words: dict[str, Json] = {"number": case.number, "trouble": case.trouble}
    look = Button("digest.open", f"m:card:{case.id}", words)
    return (look,) if own else (look, Button("digest.supervise", act_code(case, Act.SUPERVISE)))


async def find_view(work: Work, person: Person) -> LeaderView | None:
    """What this official may count: the areas of a town, the county or a leader, or a department's cases."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    posts = await work.staff.posts_of(staff.id)
    high = [post for post in posts if post.role in _MAY_COUNT]
    if high:
        return _view(work, staff, high)
    desks = [post for post in posts if post.role is Role.DEPARTMENT_DESK and post.department]
    if not desks:
        return None
    view, department = _view(work, staff, desks[:1]), desks[0].department or ""
    return replace(view, scope=replace(view.scope, department=department), areas=(department,))


async def overdue_arguments(work: Work, view: LeaderView) -> dict[str, Json]:
    """The list of overdue cases as its text wants it, cut to what a phone shows."""
    overdue: Overdue = await count_overdue(work, view.scope)
    return {
        **_named(view),
        "total": overdue.total,
        "steps": _lines(overdue.steps),
        "units": _lines(overdue.units[:_SHOWN]),
        "units_more": max(0, len(overdue.units) - _SHOWN),
        "people": _lines(overdue.people[:_SHOWN]),
        "people_more": max(0, len(overdue.people) - _SHOWN),
    }


def _lines(tallies: Sequence[NamedCount]) -> list[Json]:
    return [{"code": one.code, "name": one.name, "count": one.count} for one in tallies]
