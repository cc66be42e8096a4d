"""«Not ours»: the owner disputes a case once and may say whose it is; a superior rules."""

from __future__ import annotations

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import Access, Refusal, access_case, access_fresh, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds, who_is_above
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.assign import hand_card
from desk.actions.handing_over.pass_up import NOBODY_ABOVE
from desk.actions.handing_over.receivers import Target, receiver_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, DueStage, State
from desk.domain.deadlines import deadlines
from desk.domain.people.people import Person
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

SUGGESTED = "suggested"  # what the words of a dispute say of whose it is


async def dispute_case(
    work: Work, person: Person, case_id: int, piece: Piece, target: Target | None = None
) -> Case | Refusal:
    """Let a superior judge, by the owner's reason; the resident's deadlines stay where they are.

    `target` is whose it is, as the owner sees it.
    """
    access = await access_case(work, person, case_id, Act.DISPUTE)
    if isinstance(access, Refusal):
        return access
    above = await who_is_above(work, access.case)
    if above is None:
        return NOBODY_ABOVE
    words = {**piece, **await _suggestion(work, access.case, target)}
    case = await _submit_to_ruling(work, access, words)
    owner = acting(access)
    await send_card(work, case, CardReader(above.staff, Capacity.SUPERIOR, owner), sending_of(case))
    await settle(work, case, owner)
    await tell_reporter(work, case, "tell.disputed", who_comes(case, above.staff))
    return case


async def _suggestion(work: Work, case: Case, target: Target | None) -> Piece:
    """What is kept of a suggestion; one that leads nowhere is left out, the reason counts all the same."""
    receiver = None if target is None else await receiver_of(work, case, target)
    if target is None or receiver is None or isinstance(receiver, Refusal):
        return {}
    return {SUGGESTED: {"code": target.code, "area": target.area_code, "name": receiver.name}}


async def suggested_in(work: Work, case: Case) -> dict[str, Json] | None:
    """Code, area and name of the unit that the open dispute suggests."""
    if case.state is not State.DISPUTED:
        return None
    reasons = [word for word in await work.cases.words(case.id) if word.kind == "reason"]
    found = reasons[-1].body.get(SUGGESTED) if reasons else None
    return found if isinstance(found, dict) else None


async def _submit_to_ruling(work: Work, access: Access, piece: Piece) -> Case:
    case = await move_case(
        work,
        access,
        Act.DISPUTE,
        text_in([piece]),
        disputes=access.case.disputes + 1,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=access.case.danger),
    )
    await keep_official_words(work, case, access.person, "reason", [piece])
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
