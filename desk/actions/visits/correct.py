"""What was found at a visit is put right by whoever recorded it; that they were there stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.visits.record import ToldVisit
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import HouseholdAct
from desk.domain.people.people import Person
from desk.domain.visits.panel_codes import carry
from desk.domain.visits.visit import Findings, Visit
from desk.ports.work import Work


async def own_visit(work: Work, person: Person, visit_id: int) -> Visit | Refusal:
    """A visit that they recorded themselves, a few days ago at most."""
    staff = await official_of(work, person)
    visit = await work.visits.find(visit_id)
    if staff is None or visit is None or visit.staff_id != staff.id:
        return NOT_YOURS
    days = work.rules.visiting.record_days
    recorded_on = work.rules.day_of(visit.recorded_at)
    if recorded_on < work.today - timedelta(days=days):
        return Refusal("visit.settled", {"days": days})
    return visit


async def correct_visit(work: Work, person: Person, visit_id: int, told: ToldVisit) -> Visit | Refusal:
    """What was found is as it is told now; pictures and place are added to. Day, way and count stay."""
    visit = await own_visit(work, person, visit_id)
    if isinstance(visit, Refusal):
        return visit
    corrected = replace(
        visit,
        unchanged=False,
        findings={**_off_the_list(work, visit), **carry(told.findings, visit.findings)},
        words=told.words or visit.words,
        photos=(*visit.photos, *told.photos),
        latitude=visit.latitude if told.latitude is None else told.latitude,
        longitude=visit.longitude if told.longitude is None else told.longitude,
    )
    if corrected == visit:
        return visit
    await work.visits.correct(corrected)
    entry = about_household(
        visit.household_id,
        HouseholdAct.CORRECT_VISIT,
        next(iter(sorted(visit.as_visitors)), "guest"),
        person.id,
        f"visit:{visit.id}",
    )
    await work.ledger.append(entry)
    return corrected


def _off_the_list(work: Work, visit: Visit) -> Findings:
    """What was found of topics that nobody is asked about any more."""
    return {topic: one for topic, one in visit.findings.items() if topic not in work.rules.visit_topics}
