"""The answer to the resident, in the owner's own words, and the call-back that follows it."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import ask_follow_up
from desk.actions.cases.door import Refusal, access_case, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import reporter_did_it
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import forward, tell_reporter, who_comes
from desk.actions.handling.verify import ask_superior
from desk.domain.cases.case import Act, Case, DueStage, Kind
from desk.domain.deadlines import deadlines
from desk.domain.people.people import Person, Staff
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


async def reply_to_resident(
    work: Work, person: Person, case_id: int, piece: Piece, adopted: str = ""
) -> Case | Refusal:
    """Send the owner's words, and nobody else's, and ask whether it helped.

    What an official reported is put before the superior; a suggestion is `adopted` or not ("yes", "no").
    """
    access = await access_case(work, person, case_id, Act.REPLY)
    if isinstance(access, Refusal):
        return access
    staff, words = acting(access), text_in([piece])
    case = await move_case(
        work,
        access,
        Act.REPLY,
        words,
        f"adopted:{adopted}" if adopted else "",
        accepted_by=staff.id,
        resolved_at=work.now,
        due_stage=DueStage.FOLLOW_UP,
        due_at=deadlines.follow_up_due(work.now, work.rules),
    )
    await keep_official_words(work, case, person, "reply", [piece])
    await settle(work, case, staff)
    if case.kind is Kind.PATROL:
        await ask_superior(work, case, staff)
    if not await reporter_did_it(work, case) or case.kind is not Kind.PATROL:
        await _answer(work, case, staff, piece)
    return case


async def _answer(work: Work, case: Case, staff: Staff, piece: Piece) -> None:
    await tell_reporter(work, case, "tell.replied", {**who_comes(case, staff), "words": text_in([piece])})
    await forward(work, case, piece, f"reply_file:{case.id}:{case.version}")
    await ask_follow_up(work, case)
