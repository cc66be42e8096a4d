"""The answer to the resident, in the owner's own words, and the call-back that follows it."""

from __future__ import annotations

from desk.actions.accept import acting
from desk.actions.door import Refusal, access_case
from desk.actions.follow_up import ask_follow_up
from desk.actions.official_words import Piece, keep_official_words, text_in
from desk.actions.ports import Work
from desk.actions.record import move_case
from desk.actions.settle import settle
from desk.actions.tell import for_reporter, tell_reporter, who_comes
from desk.domain import deadlines
from desk.domain.cases import Act, Case, DueStage
from desk.domain.messages import Message
from desk.domain.people import Person


async def reply_to_resident(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Send the owner's words, and nobody else's, and ask whether it helped."""
    access = await access_case(work, person, case_id, Act.REPLY)
    if isinstance(access, Refusal):
        return access
    staff, words = acting(access), text_in([piece])
    case = await move_case(
        work,
        access,
        Act.REPLY,
        words,
        accepted_by=staff.id,
        resolved_at=work.now,
        due_stage=DueStage.FOLLOW_UP,
        due_at=deadlines.follow_up_due(work.now, work.rules),
    )
    await keep_official_words(work, case, person, "reply", [piece])
    await settle(work, case, staff)
    await tell_reporter(work, case, "tell.replied", {**who_comes(case, staff), "words": words})
    await _forward(work, case, piece)
    await ask_follow_up(work, case)
    return case


async def _forward(work: Work, case: Case, piece: Piece) -> None:
    """A voice or photo goes on as it was sent."""
    file_id = piece.get("file_id")
    if not file_id:
        return
    reporter = await work.people.get(case.reporter_id)
    message = Message(
        key=f"reply_file:{case.id}:{case.version}",
        chat_id=reporter.user_id,
        template="",
        language=reporter.language,
        file_id=str(file_id),
        file_kind=str(piece.get("kind", "document")),
        case_id=case.id,
    )
    await work.outbox.say(for_reporter(case, message))
