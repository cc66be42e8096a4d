"""«Not ours»: the owner disputes a case once, a superior rules."""

from __future__ import annotations

from desk.actions.accept import acting
from desk.actions.assign import hand_card
from desk.actions.cards import Reader, send_card, sending_of
from desk.actions.door import Refusal, access_case, access_fresh
from desk.actions.official_words import Piece, keep_official_words, text_in
from desk.actions.ports import Work
from desk.actions.record import move_case
from desk.actions.settle import settle
from desk.actions.tell import tell_reporter, who_comes
from desk.actions.who import who_holds, who_is_above
from desk.domain import deadlines
from desk.domain.capacity import Capacity
from desk.domain.cases import Act, Case, DueStage
from desk.domain.people import Person

NOBODY_ABOVE = Refusal("task.nobody_above")


async def dispute_case(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Let a superior judge, by the owner's reason; the resident's deadlines stay where they are."""
    access = await access_case(work, person, case_id, Act.DISPUTE)
    if isinstance(access, Refusal):
        return access
    above = await who_is_above(work, access.case)
    if above is None:
        return NOBODY_ABOVE
    case = await move_case(
        work,
        access,
        Act.DISPUTE,
        text_in([piece]),
        disputes=access.case.disputes + 1,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=access.case.danger),
    )
    await keep_official_words(work, case, person, "reason", [piece])
    owner = acting(access)
    await send_card(work, case, Reader(above.staff, Capacity.SUPERIOR, owner), sending_of(case))
    await settle(work, case, owner)
    await tell_reporter(work, case, "tell.disputed", who_comes(case, above.staff))
    return case


async def return_case(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The superior rules that it is the owner's after all; there is no second dispute."""
    access = await access_fresh(work, person, case_id, version, Act.RETURN)
    if isinstance(access, Refusal):
        return access
    choice = await who_holds(work, access.case)
    case = await move_case(
        work,
        access,
        Act.RETURN,
        told_staff_id=choice.staff.id,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=access.case.danger),
    )
    await settle(work, case, choice.staff)
    await hand_card(work, case, choice)
    await tell_reporter(work, case, "tell.returned", who_comes(case, choice.staff))
    return case
