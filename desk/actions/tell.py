"""Telling the resident: every change of state in plain words, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.card_words import short_arguments
from desk.actions.ports import Work
from desk.domain.cases import Case
from desk.domain.deadlines import after_quiet
from desk.domain.messages import Json, Keyboard, Lane, Message, Rows
from desk.domain.people import Staff


async def tell_reporter(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json] | None = None, rows: Rows = ()
) -> None:
    """Say one message about a case to whoever reported it; the case's version makes it once."""
    await work.outbox.say(await reporter_message(work, case, template, arguments or {}, rows))


async def tell_reporter_by_day(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json] | None = None
) -> None:
    """As `tell_reporter`, for what nobody waits for at night: it keeps to the quiet hours."""
    message = await reporter_message(work, case, template, arguments or {}, ())
    await work.outbox.say(replace(message, lane=Lane.REMINDER, not_before=after_quiet(work.now, work.rules)))


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
    return Message(
        key=f"tell:{case.id}:{case.version}:{template}",
        chat_id=person.user_id,
        template=template,
        arguments={**short_arguments(work, case), **arguments},
        rows=rows,
        keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
        lane=Lane.WAITING,
        language=person.language,
        case_id=case.id,
    )
