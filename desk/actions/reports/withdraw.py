"""The reporter does not need it any more. Danger they cannot end by themselves.

Whoever threatens somebody may hold their phone: an official rings up or goes there, and then it is over.
"""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_official import official_message
from desk.actions.cases.tell_reporter import tell_reporter
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import Lane
from desk.ports.work import Work

SHARED = Refusal("mine.shared")


async def withdraw_case(work: Work, person: Person, case_id: int) -> Case | Refusal:
    """Take a case back; of danger only the wish is kept, and its owner hears of it at once."""
    case = await work.cases.find(case_id)
    act = Act.ASK_WITHDRAWAL if case is not None and case.danger else Act.WITHDRAW
    access = await access_case(work, person, case_id, act)
    if isinstance(access, Refusal):
        return access
    if await _speaks_for_others(work, access.case):
        return SHARED
    owner = (await who_holds(work, access.case)).staff
    if act is Act.ASK_WITHDRAWAL:
        return await _ask(work, access, owner)
    case = await move_case(work, access, Act.WITHDRAW, closed_at=work.now, due_stage=None, due_at=None)
    await refresh_cards(work, case, owner)
    return case


async def confirm_withdrawal(work: Work, person: Person, case_id: int, how: str) -> Case | Refusal:
    """Its owner has rung up or gone there, and it is over as the reporter wished."""
    access = await access_case(work, person, case_id, Act.CONFIRM_WITHDRAWAL)
    if isinstance(access, Refusal):
        return access
    owner = (await who_holds(work, access.case)).staff
    case = await move_case(
        work,
        access,
        Act.CONFIRM_WITHDRAWAL,
        details=how,
        closed_at=work.now,
        due_stage=None,
        due_at=None,
    )
    await settle(work, case, owner)
    await tell_reporter(work, case, "tell.withdrawn", {"owner": owner.name, "phone": owner.phone})
    return case


async def _ask(work: Work, access: Access, owner: Staff) -> Case:
    if access.case.withdrawal_asked_at is not None:
        return access.case  # said before: the card shows it already
    case = await move_case(work, access, Act.ASK_WITHDRAWAL, withdrawal_asked_at=work.now)
    await refresh_cards(work, case, owner)
    if owner.user_id is not None:
        message = official_message(work, case, owner, "task.withdrawal_asked")
        await work.outbox.say(replace(message, lane=Lane.WAITING))
    return case


async def _speaks_for_others(work: Work, case: Case) -> bool:
    """Whether somebody else's report was merged into this one: it is not taken back over their head."""
    merged = await work.cases.find_merged_into(case.id)
    return any(other.reporter_id != case.reporter_id for other in merged)
