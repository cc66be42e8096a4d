"""Telling the resident: every change of state in plain words, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.cases.attachments import attachments
from desk.actions.cases.card_text import short_arguments
from desk.actions.cases.families import is_theirs
from desk.actions.cases.unhurried import by_day
from desk.domain.cases.case import FINISHED, Case, Kind, State
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json, Lane, Message, Rows, message_to
from desk.ports.work import Work

_NEWS = {State.RESOLVED, *FINISHED} - {State.MERGED}


async def tell_reporter(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json] | None = None, rows: Rows = ()
) -> None:
    """Say one message about a case to whoever reported it; the case's version makes it once."""
    if await _would_tell_themselves(work, case) or not await is_theirs(work, case):
        return
    message = await reporter_message(work, case, template, arguments or {}, rows)
    await work.outbox.say(message)
    await _tell_merged(work, case, message)


async def tell_reporter_by_day(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json] | None = None
) -> None:
    """As `tell_reporter`, for what nobody waits for at night: it keeps to the quiet hours."""
    if await _would_tell_themselves(work, case) or not await is_theirs(work, case):
        return
    message = await reporter_message(work, case, template, arguments or {}, ())
    message = by_day(work, message, Lane.REMINDER)
    await work.outbox.say(message)
    await _tell_merged(work, case, message)


async def _would_tell_themselves(work: Work, case: Case) -> bool:
    """Whether an official reported what they answer for themselves: they have the card."""
    staff = await work.staff.find_by_person(case.reporter_id) if case.kind is Kind.PATROL else None
    return staff is not None and staff.id in (case.accepted_by, case.told_staff_id)


async def _tell_merged(work: Work, case: Case, said: Message) -> None:
    """Whoever reported the same thing hears that it is answered or over, not what was said to others."""
    if case.state not in _NEWS:
        return
    known = {name: said.arguments.get(name, "") for name in ("owner", "phone")}
    for merged in await work.cases.find_merged_into(case.id):
        news = {**known, "into": case.number, "news": case.state.value}
        message = await reporter_message(work, merged, "tell.merged_news", news, ())
        key = f"merged:{merged.id}:{case.id}:{case.state}:{case.reopened}"
        await work.outbox.say(replace(message, key=key, lane=said.lane, not_before=said.not_before))


def who_comes(case: Case, staff: Staff) -> dict[str, Json]:
    """Who is responsible, how to reach them, and by when what will have happened."""
    return {
        "owner": staff.name,
        "phone": staff.phone,
        "visit_due_at": case.visit_due_at.isoformat(),
        "reply_due_at": case.reply_due_at.isoformat(),
        "visited": case.visited_at is not None,
    }


async def reporter_message(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json], rows: Rows
) -> Message:
    """A message about a case to its reporter; the caller may still change how it travels."""
    person = await work.people.get(case.reporter_id)
    message = message_to(
        person,
        f"tell:{case.id}:{case.version}:{template}",
        template,
        {**short_arguments(work, case), "anonymous": case.anonymous, **arguments},
        rows,
    )
    message = replace(message, case_id=case.id, lane=Lane.WAITING)
    return for_reporter(case, message)


def for_reporter(case: Case, message: Message) -> Message:
    """The message as it is stored: nothing beside its words may tie an anonymous reporter to the case."""
    return replace(message, hidden=case.anonymous)


async def forward(work: Work, case: Case, piece: Mapping[str, Json], key: str) -> None:
    """A voice, photo or place of an official goes on to the reporter as it was sent."""
    if not await is_theirs(work, case):
        return
    reporter = await work.people.get(case.reporter_id)
    head = Message(key, reporter.user_id, "", language=reporter.language)
    for message in attachments(case, head, [(1, piece)], work.now):
        bare = replace(message, key=key, template="", ahead_of="")
        await work.outbox.say(for_reporter(case, bare))
