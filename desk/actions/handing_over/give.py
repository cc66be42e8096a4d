"""Giving a case into other hands: everybody who had it is told who has it now."""

from __future__ import annotations

from desk.actions.cases.door import Access
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.assign import hand_card
from desk.actions.handing_over.join_village import join_village, visitor_words
from desk.actions.handing_over.receivers import Receiver
from desk.domain.cases.case import Act, Case, DueStage
from desk.domain.deadlines import deadlines
from desk.domain.talk.pieces import Piece, says_something
from desk.ports.work import Work


async def give_case(work: Work, access: Access, act: Act, receiver: Receiver, piece: Piece) -> Case:
    """Hold the case where the receiver is, to be accepted anew; what the resident was promised stays."""
    hold, before = receiver.hold, access.case
    case = await move_case(
        work,
        access,
        act,
        text_in([piece]),
        details=f"{hold.level}:{hold.department}",
        area_code=receiver.area_code,
        level=hold.level,
        department=hold.department,
        transfers=before.transfers + (act is Act.TRANSFER),
        told_staff_id=receiver.choice.staff.id,
        accepted_by=None,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=before.danger),
    )
    await _keep_reason(work, access, case, piece)
    await settle(work, case, receiver.choice.staff)
    case, part = await join_village(work, case, receiver.choice.staff)
    await hand_card(work, case, receiver.choice)
    told = {
        **who_comes(case, receiver.choice.staff),
        **visitor_words(part),
        "unit": receiver.hold.department,
        "stays": before.told_staff_id == receiver.choice.staff.id,  # only the place was wrong
    }
    await tell_reporter(work, case, f"tell.{_TOLD[act]}", told)
    return case


_TOLD = {Act.TRANSFER: "transferred", Act.PASS_UP: "passed_up"}


async def _keep_reason(work: Work, access: Access, case: Case, piece: Piece) -> None:
    if says_something(piece):
        await keep_official_words(work, case, access.person, "reason", [piece])
