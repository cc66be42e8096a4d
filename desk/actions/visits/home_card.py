"""One household before whoever goes there: who lives there, how it was last time, until when to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.visits.due import visitors_of
from desk.domain.cases.case import FINISHED, Case
from desk.domain.county.phones import masked
from desk.domain.households.household import Household, sight_of
from desk.domain.people.people import Person, Role, Staff
from desk.domain.talk.messages import Json
from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import Findings, Pause, Period, PeriodState, Visit, Visited
from desk.ports.work import Work

_LOOKED_AT: Final = 8  # of the last visits, for findings and cases
_CASES: Final = 3
_WORDS: Final = 40  # characters of what was said of one topic
_MAY_PAUSE: Final = (Role.TOWN_DESK, Role.COUNTY_OFFICE)


@dataclass(frozen=True, slots=True)
class Home:
    """A household before an official, with the standings in which they visit it and the role that sees it."""

    staff: Staff
    household: Household
    standing: frozenset[Visitor]
    role: Role | None

    @property
    def capacity(self) -> str:
        """As what they act there, for the ledger."""
        return next(iter(sorted(self.standing)), "" if self.role is None else self.role.value)

    @property
    def may_pause(self) -> bool:
        """Whoever goes there, and the desks above, may say that nobody needs to for a while."""
        return bool(self.standing) or self.role in _MAY_PAUSE


async def see_home(work: Work, person: Person, household_id: int) -> Home | Refusal:
    """The household, for whoever visits it or may see it otherwise."""
    staff = await official_of(work, person)
    household = await work.households.find(household_id)
    if staff is None or household is None:
        return NOT_YOURS
    visited = Visited(household.id, household.area_code, household.officer_id, household.cadre_id)
    standing = await visitors_of(work, staff, visited)
    posts = await work.staff.posts_of(staff.id)
    role = sight_of(staff, posts, work.areas).sees_as(household)
    return Home(staff, household, standing, role) if standing or role is not None else NOT_YOURS


async def home_words(work: Work, home: Home, day: date | None) -> dict[str, Json]:
    """What the card says; `day` is the one on which a visit would be noted, if it is not today."""
    household, today = home.household, work.today
    last = await work.visits.newest(household.id, _LOOKED_AT)
    return {
        **head_words(work, household),
        "kind": "" if household.monitored_kind is None else household.monitored_kind.value,
        "household_class": household.household_class.value,
        "count": len(household.members),
        "risks": [risk.value for risk in household.risks],
        "phone": masked(household.phone),
        "away": household.lives_away,
        "dues": await _dues(work, home, today),
        "pause": pause_words(await pause_of(work, household.id)),
        "plans": await _plans(work, household.id, today),
        "last": await _last(work, last),
        "findings": finding_words(await _findings(work, household.id, last)),
        "cases": [_case_words(case) for case in await _open_cases(work, last)],
        "day": "" if day is None else day.isoformat(),
    }


def head_words(work: Work, household: Household) -> dict[str, Json]:
    """Which household it is."""
    return {
        "head": household.head.name,
        "number": household.number,
        "place": work.areas.path(household.area_code),
    }


async def pause_of(work: Work, household_id: int) -> Pause | None:
    """The pause in which a household is today, or that begins soonest."""
    return next(iter(await work.visits.pauses_of([household_id], work.today)), None)


def pause_words(pause: Pause | None) -> Json:
    """What is said of a pause."""
    if pause is None:
        return None
    return {"reason": pause.reason.value, "until": pause.until_on.isoformat()}


async def _dues(work: Work, home: Home, today: date) -> list[Json]:
    """Why they have to go, and until when: open windows of theirs, and those just over."""
    since = today - timedelta(days=work.rules.visiting.record_days)
    periods = await work.periods.of_household(home.household.id, since)
    owed: dict[tuple[date, int, int, bool], list[Period]] = {}
    for one in periods:
        if one.visitor in home.standing and one.state is PeriodState.OPEN and one.due_by >= since:
            owed.setdefault((one.due_by, one.wanted, one.done, one.by_phone), []).append(one)
    return [_due_words(some, today) for some in owed.values()]


def _due_words(periods: Sequence[Period], today: date) -> Json:
    """Windows that end together and want the same are one line."""
    first = periods[0]
    return {
        "visitors": [one.visitor.value for one in periods],
        "due_by": first.due_by.isoformat(),
        "over": first.due_by < today,
        "several": first.wanted > 1,
        "share": f"{first.done}/{first.wanted}",
        "by_phone": first.by_phone,
    }


async def _plans(work: Work, household_id: int, today: date) -> list[Json]:
    plans = await work.visits.plans_at(household_id, today)
    names = {one.id: one.name for one in await work.staff.find_many([plan.staff_id for plan in plans])}
    return [{"by": names.get(plan.staff_id, ""), "on": plan.planned_on.isoformat()} for plan in plans]


async def _last(work: Work, visits: Sequence[Visit]) -> Json:
    if not visits:
        return None
    visit = visits[0]
    staff = await work.staff.find(visit.staff_id)
    return {
        "by": "" if staff is None else staff.name,
        "on": visit.visited_on.isoformat(),
        "how": visit.how.value,
        "unchanged": visit.unchanged,
        "words": visit.words[:_WORDS],
    }


async def _findings(work: Work, household_id: int, visits: Sequence[Visit]) -> Findings:
    found = next((visit for visit in visits if visit.findings), None)
    if found is None and len(visits) == _LOOKED_AT:
        found = await work.visits.last_found(household_id)
    return {} if found is None else found.findings


def finding_words(findings: Findings) -> list[Json]:
    """How things stood, a line each."""
    return [
        {"topic": topic, "level": found.level.value, "words": found.words[:_WORDS]}
        for topic, found in findings.items()
    ]


async def _open_cases(work: Work, visits: Sequence[Visit]) -> list[Case]:
    """What was found at these visits and is not settled."""
    ids = dict.fromkeys(visit.case_id for visit in visits if visit.case_id is not None)
    cases = [await work.cases.find(case_id) for case_id in [*ids][:_CASES]]
    return [case for case in cases if case is not None and case.state not in FINISHED]


def _case_words(case: Case) -> Json:
    return {"number": case.number, "trouble": case.trouble, "state": case.state.value}
