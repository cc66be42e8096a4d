"""A report becomes a case: numbered, stored, routed, and the resident told who comes by when."""

from __future__ import annotations

from datetime import datetime

from desk.actions.cases.card_text import ABOUT
from desk.actions.cases.number import next_number
from desk.actions.cases.resident_words import keep_resident_words
from desk.actions.cases.responsible import choose, organisation_of
from desk.actions.handing_over.assign import assign_case
from desk.actions.reports.many_hit import tally_disasters
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import OUTSIDE, Act, Author, Case, DueStage, Hold, Kind, Source, State, Word
from desk.domain.cases.ledger import Entry
from desk.domain.cases.lifecycle import next_state
from desk.domain.county.areas import Area, Level
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routes import first_hold
from desk.domain.people.people import Person
from desk.domain.reports.report import Report
from desk.ports.work import Work


async def submit_report(work: Work, person: Person, report: Report) -> Case:
    """Store the report as a case with its words and files, and give it to whoever is responsible.

    Raises Unrouted, before anything is stored, when everybody who could take a complaint is barred.
    """
    case = await _new_case(work, person, report)
    if case.outside:
        choose(case, await organisation_of(work, case))
    case = await work.cases.add(case)
    if case.outside and report.target is not None:
        about = Word(Author.DESK, ABOUT, {"code": report.target.value}, work.now)
        await work.cases.add_words(case.id, [about])
    await keep_resident_words(work, case, person, report.story)
    await work.ledger.append(
        Entry(
            case_id=case.id,
            act=Act.SUBMIT,
            capacity=(Capacity.DESK if report.unfinished else Capacity.REPORTER).value,
            person_id=None if case.anonymous else person.id,
            to_state=case.state,
        )
    )
    case = await assign_case(work, case)
    if case.kind is Kind.DISASTER:
        await tally_disasters(work, case)
    return case


async def _new_case(work: Work, person: Person, report: Report) -> Case:
    area = work.areas.get(report.place) or work.areas.county
    hold = _first_hold(work, report, area)
    capacity = Capacity.DESK if report.unfinished else Capacity.REPORTER
    hidden = report.anonymous
    trouble = work.rules.trouble(report.trouble)
    kind = report.case_kind(trouble)
    return Case(
        id=0,
        number=await next_number(work),
        kind=kind,
        trouble=trouble.code,
        source=_source(report),
        state=next_state(None, Act.SUBMIT, capacity) or State.SUBMITTED,
        version=1,
        reporter_id=person.id,
        area_code=area.code,
        level=hold.level,
        department=hold.department,
        outside=hold.outside,
        anonymous=hidden,
        accused_id=await _accused(work, report),
        danger=report.danger,
        submitted_at=work.now,
        visit_due_at=deadlines.visit_due(kind, work.now, work.rules),
        reply_due_at=deadlines.reply_due(kind, work.now, work.rules),
        subject="" if hidden else report.subject,
        contact="" if hidden else report.contact or person.phone,
        place_words="" if hidden else report.place_words,
        unfinished=report.unfinished,
        due_stage=DueStage.ACCEPT,
        due_at=_take_up_by(work, report),
    )


def _take_up_by(work: Work, report: Report) -> datetime:
    """The time to take danger up runs from when it was first seen, also in a form that was left alone."""
    due = deadlines.accept_due(work.now, work.rules, danger=report.danger)
    if report.alarmed_at is None or not report.unfinished:
        return due
    earlier = deadlines.accept_due(report.alarmed_at, work.rules, danger=True)
    return earlier if earlier > work.now else due


def _source(report: Report) -> Source:
    if report.kind is Kind.PATROL:
        return Source.PATROL
    return Source.PROXY if report.subject else Source.SELF


async def _accused(work: Work, report: Report) -> int | None:
    """The official named, if there is such a one: what a button carries is a wish."""
    accused = None if report.accused_id is None else await work.staff.find(report.accused_id)
    return None if accused is None else accused.id


def _first_hold(work: Work, report: Report, area: Area) -> Hold:
    """A story left unfinished goes to the town: there somebody asks what it was about."""
    if report.outside:
        return OUTSIDE
    leads = report.department if report.kind is Kind.POLICY_QUESTION else ""
    trouble = work.rules.trouble(report.trouble)
    hold = first_hold(work.rules, report.case_kind(trouble), trouble.code, area.level, leads)
    unclear = report.unfinished and hold.level is Level.VILLAGE
    return Hold(Level.TOWN) if unclear else hold
