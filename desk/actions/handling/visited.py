"""Recording that somebody was there, in person or by telephone, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.card import CardReader, CardSending, send_card
from desk.actions.cases.door import Refusal, access_case, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.deadlines.stages import after_visit
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

HOME, PHONE = "home", "phone"


async def record_case_visit(
    work: Work, person: Person, case_id: int, how: str, pieces: Sequence[Piece]
) -> Case | Refusal:
    """Keep when, who, how and what was found; the resident learns when the answer is due.

    `how` is "home" or "phone". Whoever visits has taken the case up.
    """
    access = await access_case(work, person, case_id, Act.VISIT)
    if isinstance(access, Refusal):
        return access
    staff, findings = acting(access), text_in(pieces)
    stage, due_at = after_visit(access.case)
    case = await move_case(
        work,
        access,
        Act.VISIT,
        findings,
        how,
        accepted_by=staff.id,
        accepted_at=access.case.accepted_at or work.now,
        visited_at=work.now,
        due_stage=stage,
        due_at=due_at,
    )
    await work.cases.add_visit(case.id, staff.id, how, work.now, findings)
    await keep_official_words(work, case, person, "finding", pieces)
    await settle(work, case, staff)
    # The card is far up by now, and the reply is next.
    await send_card(work, case, CardReader(staff, Capacity.OWNER, staff), CardSending(bare=True))
    await tell_reporter(work, case, "tell.visited", {**who_comes(case, staff), "how": how})
    return case
