"""Half-done forms that nobody touches: remembered, after three days handed over, after seven dropped.

Where danger was seen nobody waits for days: such a form is handed over after some minutes. What somebody told
who never agreed is handed to nobody: they are asked once more, and then it is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from desk.actions.callbacks.leftover import attach_leftover, belongs_to_case
from desk.actions.reports.abandoned_drafts import (
    drop_draft,
    drop_unagreed,
    hand_over_draft,
    needs_consent,
    remind_draft,
)
from desk.domain.deadlines.deadlines import is_quiet
from desk.domain.talk.drafts import Draft
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import each, read_all
from schedules.tick import MINUTE, Tick


async def tend_drafts(clockwork: Clockwork) -> None:
    """Do for each quiet form what its age calls for; at night only danger is minded."""
    async with clockwork.open_work() as work:
        drafts = await _quiet(work)
    await each(clockwork.open_work, drafts, _tend)


async def _quiet(work: Work) -> Sequence[Draft]:
    since, awake = _alarmed_before(work), not is_quiet(work.now, work.rules)
    drafts = await read_all(lambda limit: work.drafts.find_quiet(since=since, limit=limit))
    return [draft for draft in drafts if draft.alarmed or (awake and _is_due(work, draft))]


def _is_due(work: Work, draft: Draft) -> bool:
    """Whether there is anything left to do: most of those that lie here were reminded and wait."""
    ages = work.rules.drafts
    after = ages.remind_after if belongs_to_case(draft) or draft.reminded_at is None else ages.hand_over_after
    return draft.updated_at <= _before(work, after)


def _alarmed_before(work: Work) -> datetime:
    return work.now - timedelta(minutes=work.rules.drafts.alarmed_minutes)


def _before(work: Work, hours: int) -> datetime:
    return work.now - timedelta(hours=hours)


async def _tend(work: Work, seen: Draft) -> None:
    """By what is stored now: its writer may just have gone on."""
    draft = await work.drafts.find(seen.chat_id)
    if draft is None or (draft.version, draft.started_at) != (seen.version, seen.started_at):
        return
    ages = work.rules.drafts
    if belongs_to_case(draft):
        await attach_leftover(work, draft)
    elif draft.alarmed:
        await hand_over_draft(work, draft)
    elif await _is_unagreed(work, draft):
        await _ask_or_forget(work, draft)
    elif draft.updated_at <= _before(work, ages.drop_after):
        await _let_go(work, draft)
    elif draft.has_story and draft.updated_at <= _before(work, ages.hand_over_after):
        if await hand_over_draft(work, draft) is None:
            await _remind(work, draft)
    else:
        await _remind(work, draft)


async def _is_unagreed(work: Work, draft: Draft) -> bool:
    person = await work.people.find_by_user(draft.chat_id)
    return person is not None and needs_consent(person, draft)


async def _ask_or_forget(work: Work, draft: Draft) -> None:
    """They have as long to agree after the question as others have until theirs is handed over."""
    ages = work.rules.drafts
    if draft.reminded_at is None:
        await remind_draft(work, draft)
    elif draft.reminded_at <= _before(work, ages.hand_over_after - ages.remind_after):
        await drop_unagreed(work, draft)


async def _let_go(work: Work, draft: Draft) -> None:
    """A story is handed over even when the clock stood still all week."""
    if not draft.has_story or await hand_over_draft(work, draft) is None:
        await drop_draft(work, draft)


async def _remind(work: Work, draft: Draft) -> None:
    if draft.reminded_at is None:
        await remind_draft(work, draft)


TICKS: Final = (
    Tick("drafts", MINUTE, tend_drafts, "reminds of half-done forms, hands them over, drops them"),
)
