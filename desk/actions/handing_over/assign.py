"""Giving a case its accountable person, and following when that person changes with time."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.card import PLAIN, URGENT, CardReader, CardSending, send_card, sending_of
from desk.actions.cases.deadline_reminders import tell_new_owner
from desk.actions.cases.door import Access
from desk.actions.cases.explain import explain
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import capacity_of_owner, choose, choose_above, organisation_of, who_holds
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter_by_day, who_comes
from desk.actions.danger.alarm_case import rings
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, DueStage, State
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routing import Choice
from desk.domain.handing_over.seats import seats_of
from desk.ports.work import Work


async def assign_case(work: Work, case: Case) -> Case:
    """Choose who answers for a new case and send them its card; danger goes to the superior as well."""
    organisation = await organisation_of(work, case)
    choice = choose(case, organisation)
    case = await move_case(
        work,
        Access(case, Capacity.DESK, None),
        Act.ASSIGN,
        details=way_of(choice),
        told_staff_id=choice.staff.id,
        due_stage=DueStage.ACCEPT,
        due_at=case.due_at or deadlines.accept_due(case.submitted_at, work.rules, danger=case.danger),
    )
    sending = await _sending_of_new(work, case)
    await hand_card(work, case, choice, sending)
    await _copy_danger(work, case, (choice, choose_above(case, organisation)), sending)
    return case


async def warn(work: Work, case: Case) -> None:
    """Danger became known later: the owner and the superior get the card as if the case were new."""
    organisation = await organisation_of(work, case)
    choice, sending = choose(case, organisation), await _sending_of_new(work, case)
    reader = CardReader(choice.staff, await capacity_of_owner(work, case), choice.staff)
    await send_card(work, case, reader, sending)
    await _copy_danger(work, case, (choice, choose_above(case, organisation)), sending)


async def _sending_of_new(work: Work, case: Case) -> CardSending:
    """Danger goes before everything else, and rings unless it has rung already."""
    return replace(URGENT, silent=not await rings(work, case)) if case.danger else PLAIN


async def _copy_danger(
    work: Work, case: Case, line: tuple[Choice, Choice | None], sending: CardSending
) -> None:
    choice, above = line
    if above is not None and case.danger:
        await send_card(work, case, CardReader(above.staff, Capacity.SUPERIOR, choice.staff), sending)


async def follow_owner(work: Work, case: Case, choice: Choice | None = None) -> Case:
    """When somebody else answers for the case than was told last: ledger, new card, old card, resident.

    `choice` is who answers now, where the caller has worked it out already.
    """
    choice = choice or await who_holds(work, case)
    if choice.staff.id == case.told_staff_id:
        return case
    if case.state is State.SUBMITTED:
        return await assign_case(work, case)
    access = Access(case, Capacity.DESK, None)
    case = await move_case(work, access, Act.REASSIGN, details=way_of(choice), told_staff_id=choice.staff.id)
    await settle(work, case, choice.staff)  # whoever has gone is not reminded in the morning
    await hand_card(work, case, choice)
    await tell_new_owner(work, case, choice.staff)
    await tell_reporter_by_day(work, case, "tell.new_owner", who_comes(case, choice.staff))
    return case


async def hand_card(work: Work, case: Case, choice: Choice, sending: CardSending | None = None) -> None:
    """The card to the owner; who gets it in place of somebody else learns why."""
    reader = CardReader(choice.staff, await capacity_of_owner(work, case), choice.staff)
    await send_card(work, case, reader, sending or sending_of(case))
    if choice.seat != seats_of(case.hold)[0] or choice.stands_in:
        await explain(work, case, choice, choice.staff)


def way_of(choice: Choice) -> str:
    """The way to the accountable person as codes, for the ledger."""
    return " ".join(f"{step.level}:{step.code}" for step in choice.steps)
