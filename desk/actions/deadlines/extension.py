"""More time: asked for before the deadline, granted or refused by a superior, and told to the resident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import Access, Refusal, access_case, access_fresh, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds, who_is_above
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_official import notify_official
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.pass_up import NOBODY_ABOVE
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, DueStage
from desk.domain.county.rules import Rules, Span
from desk.domain.deadlines import deadlines
from desk.domain.people.people import Person, Staff
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

OVER = Refusal("extension.over")
TOO_LONG = Refusal("extension.too_long")
REASON: Final = "extension"  # how the owner's reason is kept
_OFFERED: Final = (3, 5, 10, 15)  # working days


def days_offered(rules: Rules) -> Sequence[int]:
    """How many working days may be asked for; the rule's own limit where it is below all of them."""
    most = rules.handling.extension_working_days
    return [days for days in _OFFERED if days <= most] or [most]


async def ask_for_time(work: Work, person: Person, case_id: int, days: int, piece: Piece) -> Case | Refusal:
    """Let the superior decide on so many more working days; nothing has moved yet."""
    access = await access_case(work, person, case_id, Act.ASK_EXTENSION)
    if isinstance(access, Refusal):
        return access
    refusal = await why_not_now(work, access.case)
    if refusal is not None:
        return refusal
    if days not in days_offered(work.rules):
        return TOO_LONG
    owner, until = acting(access), _until(work, access.case, days)
    case = await move_case(
        work, access, Act.ASK_EXTENSION, text_in([piece]), str(days), extension_until=until
    )
    await keep_official_words(work, case, person, REASON, [piece])
    await settle(work, case, owner)
    await _ask(work, case, owner)
    return case


async def _ask(work: Work, case: Case, owner: Staff) -> None:
    above = await who_is_above(work, case)
    if above is not None:
        await send_card(work, case, CardReader(above.staff, Capacity.SUPERIOR, owner), sending_of(case))


async def why_not_now(work: Work, case: Case) -> Refusal | None:
    """Why more time cannot be asked for; None where it can."""
    if case.reply_due_at <= work.now:
        return OVER
    return NOBODY_ABOVE if await who_is_above(work, case) is None else None


def _until(work: Work, case: Case, days: int) -> datetime:
    return deadlines.add(Span(working_days=days), case.reply_due_at, work.rules)


async def grant_time(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The superior agrees: the answer is due later, and the resident learns the new date and why."""
    access = await access_fresh(work, person, case_id, version, Act.GRANT)
    if isinstance(access, Refusal):
        return access
    before = access.case
    until = before.extension_until or before.reply_due_at
    case = await move_case(
        work,
        access,
        Act.GRANT,
        details=until.isoformat(),
        extension_until=None,
        extended=before.extended + 1,
        reply_due_at=until,
        due_at=until if before.due_stage is DueStage.REPLY else before.due_at,
    )
    owner = (await who_holds(work, case)).staff
    await settle(work, case, owner)
    await notify_official(work, case, owner, "extension.granted", {"until": until.isoformat()})
    told = {**who_comes(case, owner), "words": await _reason(work, case)}
    await tell_reporter(work, case, "extension.told", told)
    return case


async def _reason(work: Work, case: Case) -> str:
    """Why more time was asked for, as the owner put it last; empty where it was spoken."""
    reasons = [word for word in await work.cases.words(case.id) if word.kind == REASON]
    return str(reasons[-1].body.get("text", "")) if reasons else ""


async def refuse_time(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The superior does not agree: the deadline stays, and the owner is told."""
    access = await access_fresh(work, person, case_id, version, Act.REFUSE)
    if isinstance(access, Refusal):
        return access
    return await _fall_away(work, access, "extension.refused")


async def drop_unanswered(work: Work, case: Case) -> Case:
    """Nobody has ruled before the deadline was over: what was asked for falls away."""
    return await _fall_away(work, Access(case, Capacity.DESK, None), "extension.unanswered")


async def _fall_away(work: Work, access: Access, template: str) -> Case:
    case = await move_case(work, access, Act.REFUSE, extension_until=None)
    owner = (await who_holds(work, case)).staff
    await settle(work, case, owner)
    await notify_official(work, case, owner, template, {"until": case.reply_due_at.isoformat()})
    return case
