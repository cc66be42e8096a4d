"""A report of what the same person has reported a few days ago and is still being worked on."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.cases.case import Case, State
from desk.domain.cases.lifecycle import OWED
from desk.domain.people.people import Person
from desk.domain.reports.report import Report
from desk.ports.work import Work

_LOOKED_AT = 20  # of a person's newest reports


async def find_duplicate(work: Work, person: Person, report: Report) -> Case | None:
    """The newest open report of this person of the same kind, trouble and place, for the same one; or None.

    Reports of others are not compared: the question would tell that they reported. What is dangerous is
    never asked about.
    """
    if report.danger:
        return None
    since = work.now - timedelta(days=work.rules.handling.duplicate_days)
    for case in await work.cases.find_of_reporter(person.id, _LOOKED_AT):
        if case.submitted_at >= since and _is_same(case, report):
            return case
    return None


def _is_same(case: Case, report: Report) -> bool:
    waiting = case.state in (*OWED, State.AWAITING_MATERIAL) and not (case.anonymous or case.outside)
    alike = (case.kind, case.trouble, case.area_code) == (report.kind, report.trouble, report.place)
    return waiting and alike and case.subject.strip() == report.subject.strip()
