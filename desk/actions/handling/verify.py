"""What an official reported and an official settled: the superior looks whether it is so."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.callbacks.follow_up import close_case, reopen_case
from desk.actions.cases.card import CardReader, send_card
from desk.actions.cases.door import Access, Refusal, access_case, access_fresh
from desk.actions.cases.official_words import text_in
from desk.actions.cases.responsible import reporter_did_it, who_holds, who_is_above
from desk.actions.cases.settle import reminder_prefix, settle
from desk.actions.cases.tell_official import official_message
from desk.actions.cases.tell_reporter import tell_reporter
from desk.actions.cases.unhurried import as_reminder
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person, Staff
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

OWN_WORK = Refusal("send_back.own_work")


async def ask_superior(work: Work, case: Case, owner: Staff) -> None:
    """Put the settled case before the superior, with both buttons."""
    above = await who_is_above(work, case)
    if above is not None:
        await send_card(work, case, CardReader(above.staff, Capacity.SUPERIOR, owner))


async def remind_superior(work: Work, case: Case) -> None:
    """Once, the working day before a settled case closes without anybody having looked."""
    above = await who_is_above(work, case)
    if above is None or above.staff.user_id is None:
        return
    reminder = as_reminder(work, official_message(work, case, above.staff, "send_back.unverified"))
    key = f"{reminder_prefix(case)}unverified:{case.version}:{above.staff.id}"
    await work.outbox.say(replace(reminder, key=key))


async def verify_case(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The superior has looked: it is settled."""
    access = await access_fresh(work, person, case_id, version, Act.VERIFY)
    if isinstance(access, Refusal):
        return access
    if _own_work(access):
        return OWN_WORK
    case = await close_case(work, access, Act.VERIFY)
    if not await reporter_did_it(work, case):
        await tell_reporter(work, case, "send_back.verified")
    return case


async def send_back(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """The superior has looked: it is not settled. The handler gets the case again, with the reason."""
    access = await access_case(work, person, case_id, Act.SEND_BACK)
    if isinstance(access, Refusal):
        return access
    if _own_work(access):
        return OWN_WORK
    case = await reopen_case(work, access, Act.SEND_BACK, "", text_in([piece]))
    await settle(work, case, (await who_holds(work, case)).staff)
    if not await reporter_did_it(work, case):
        await tell_reporter(work, case, "send_back.told")
    return case


def _own_work(access: Access) -> bool:
    """Nobody verifies what they settled themselves, not even when nobody else is left."""
    return access.staff is not None and access.staff.id == access.case.accepted_by
