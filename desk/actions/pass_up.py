"""Passing a case up: what a village cannot solve goes to the town, what a town cannot to the county."""

from __future__ import annotations

from desk.actions.assign import hand_card
from desk.actions.dispute import NOBODY_ABOVE
from desk.actions.door import Refusal, access_case
from desk.actions.official_words import Piece, keep_official_words, text_in
from desk.actions.ports import Work
from desk.actions.record import move_case
from desk.actions.settle import settle
from desk.actions.tell import tell_reporter, who_comes
from desk.actions.who import who_is_above
from desk.domain import deadlines
from desk.domain.cases import Act, Case, DueStage
from desk.domain.people import Person


async def pass_up_case(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Give the case to the next level with the owner's reason; the resident learns who has it now.

    Levels where the owner would only meet themselves are skipped.
    """
    access = await access_case(work, person, case_id, Act.PASS_UP)
    if isinstance(access, Refusal):
        return access
    above = await who_is_above(work, access.case)
    if above is None:
        return NOBODY_ABOVE
    case = await move_case(
        work,
        access,
        Act.PASS_UP,
        text_in([piece]),
        level=above.hold.level,
        department=above.hold.department,
        told_staff_id=above.staff.id,
        accepted_by=None,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=access.case.danger),
    )
    await keep_official_words(work, case, person, "reason", [piece])
    await settle(work, case, above.staff)
    await hand_card(work, case, above)
    await tell_reporter(work, case, "tell.passed_up", who_comes(case, above.staff))
    return case
