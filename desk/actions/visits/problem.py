"""发现问题: what is found at a visit becomes a case on the spot, and the visit points to it.

Where somebody of the family is in the chat, it is their case: they hear of it and are asked in the end.
Otherwise the official reports it, and a superior looks whether it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.actions.cases.door import TOO_LATE, Refusal
from desk.actions.cases.families import family_of
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.danger.told_danger import is_danger_told
from desk.actions.handing_over.assign import assign_case
from desk.actions.handling.further_problem import Family, problem_case
from desk.actions.reports.submit import submit_report
from desk.actions.visits.home_card import Home, see_home
from desk.actions.visits.record import ToldVisit, record_visit
from desk.domain.cases.case import Act, Case, Kind
from desk.domain.cases.ledger import Entry, about_household
from desk.domain.households.household import Household, HouseholdAct
from desk.domain.people.people import Person
from desk.domain.reports.report import Report
from desk.domain.talk.pieces import Piece
from desk.domain.visits.visit import Visit
from desk.ports.work import Work


async def found_at_visit(
    work: Work, person: Person, household_id: int, trouble: str, told: tuple[ToldVisit, Sequence[Piece]]
) -> tuple[Visit, Case] | Refusal:
    """Record the visit and open a case for what was found there. Told twice, it is refused."""
    visit, pieces = told
    recorded = await record_visit(work, person, household_id, visit)
    if isinstance(recorded, Refusal):
        return recorded
    home = await see_home(work, person, household_id)
    if isinstance(home, Refusal) or recorded.again:
        return home if isinstance(home, Refusal) else TOO_LATE
    return recorded.visit, await open_problem(work, person, (home, recorded.visit), trouble, pieces)


async def open_problem(
    work: Work, person: Person, found: tuple[Home, Visit], trouble: str, pieces: Sequence[Piece]
) -> Case:
    """A case for what was found at a visit, with an entry in the ledgers of both."""
    home, visit = found
    resident = await resident_of(work, home.household, person)
    if resident is None:
        case = await _reported(work, person, home, trouble, pieces)
    else:
        case = await _opened(work, person, (home, resident), trouble, pieces)
    await work.visits.link_case(visit.id, case.id)
    entry = about_household(
        home.household.id,
        HouseholdAct.FIND_PROBLEM,
        home.capacity,
        person.id,
        f"visit:{visit.id} case:{case.number}",
    )
    await work.ledger.append(entry)
    return case


async def resident_of(work: Work, household: Household, official: Person) -> Person | None:
    """Whoever of the family uses the chat and agreed to that; the household's own telephone first."""
    for person in await family_of(work, household.id):
        if person.consented_at is not None and person.reachable and person.id != official.id:
            return person
    return None


async def _opened(
    work: Work, person: Person, who: tuple[Home, Person], trouble: str, pieces: Sequence[Piece]
) -> Case:
    home, resident = who
    family = Family(resident.id, home.household.area_code, contact=home.household.phone or resident.phone)
    case = await work.cases.add(await problem_case(work, family, trouble, text_in(pieces)))
    await keep_official_words(work, case, person, "finding", pieces)
    await work.ledger.append(
        Entry(case.id, Act.SUBMIT, home.capacity, person.id, None, case.state, home.household.number)
    )
    case = await assign_case(work, case)
    owner = (await who_holds(work, case)).staff
    told = {**who_comes(case, owner), "visitor": home.staff.name}
    await tell_reporter(work, case, "tell.found_at_visit", told)
    return case


async def _reported(work: Work, person: Person, home: Home, trouble: str, pieces: Sequence[Piece]) -> Case:
    household = home.household
    found = Report(
        Kind.PATROL,
        trouble,
        household.area_code,
        tuple(pieces),
        household.head.name,
        household.phone,
        danger=is_danger_told(work, pieces),
    )
    reporter = replace(person, phone=person.phone or home.staff.phone)
    return await submit_report(work, reporter, found)
