"""发现新问题: another problem of the same family, found while somebody was there for the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.number import next_number
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.danger.listening import is_danger
from desk.actions.handing_over.assign import assign_case
from desk.domain.cases.case import Act, Case, DueStage, Kind, Source, State
from desk.domain.cases.ledger import Entry
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routes import first_hold
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Family:
    """Whose problem it is: who hears of it, where they live, and how to reach them."""

    reporter_id: int
    area_code: str
    subject: str = ""
    contact: str = ""


async def found_problem(
    work: Work, person: Person, case_id: int, trouble: str, pieces: Sequence[Piece]
) -> tuple[Case, Case] | Refusal:
    """Open a case for what was found; returns the first case and the new one.

    The first case goes on as it was; its ledger names the new one, and the family learns of it.
    """
    access = await access_case(work, person, case_id, Act.FOUND)
    if isinstance(access, Refusal):
        return access
    case = access.case
    family = Family(case.reporter_id, case.area_code, case.subject, case.contact)
    second = await work.cases.add(await problem_case(work, family, trouble, text_in(pieces)))
    await keep_official_words(work, second, person, "finding", pieces)
    await _write_down(work, access, second)
    second = await assign_case(work, second)
    first = await move_case(work, access, Act.FOUND, details=second.number)
    await refresh_cards(work, first, (await who_holds(work, first)).staff)
    owner = (await who_holds(work, second)).staff
    told = {**who_comes(second, owner), "first": first.number}
    await tell_reporter(work, second, "tell.found", told)
    return first, second


async def _write_down(work: Work, access: Access, second: Case) -> None:
    signer = None if access.person is None else access.person.id
    capacity = access.capacity.value
    await work.ledger.append(
        Entry(second.id, Act.SUBMIT, capacity, signer, None, second.state, access.case.number)
    )


async def problem_case(work: Work, family: Family, trouble: str, words: str) -> Case:
    """A case for what was found at a home, not stored yet; dangerous words make it urgent."""
    kind = Kind.VISIT_PROBLEM
    area = work.areas.get(family.area_code) or work.areas.county
    hold = first_hold(work.rules, kind, trouble, area.level)
    danger = is_danger(work, words)
    return Case(
        id=0,
        number=await next_number(work),
        kind=kind,
        trouble=work.rules.trouble(trouble).code,
        source=Source.PATROL,
        state=State.SUBMITTED,
        version=1,
        reporter_id=family.reporter_id,
        area_code=area.code,
        level=hold.level,
        department=hold.department,
        danger=danger,
        submitted_at=work.now,
        visit_due_at=deadlines.visit_due(kind, work.now, work.rules),
        reply_due_at=deadlines.reply_due(kind, work.now, work.rules),
        subject=family.subject,
        contact=family.contact,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=danger),
    )
