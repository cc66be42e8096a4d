"""A short word to one official about a case, with the way to its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.cases.card_buttons import way_to_card
from desk.actions.cases.card_text import short_arguments
from desk.domain.cases.case import Case
from desk.domain.deadlines.reminders import when_allowed
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json, Keyboard, Lane, Message
from desk.ports.work import Work


async def notify_official(
    work: Work, case: Case, to: Staff, template: str, arguments: Mapping[str, Json] | None = None
) -> None:
    """Say one message to an official; the case's version makes it once. Who never joined is told nothing."""
    if to.user_id is not None:
        await work.outbox.say(official_message(work, case, to, template, arguments))


def official_message(
    work: Work, case: Case, to: Staff, template: str, arguments: Mapping[str, Json] | None = None
) -> Message:
    """A message about a case to an official who has joined; the caller may still change how it travels."""
    return Message(
        key=f"{template}:{case.id}:{case.version}:{to.id}",
        chat_id=to.user_id or 0,
        template=template,
        arguments={**short_arguments(work, case), **(arguments or {})},
        rows=way_to_card(case),
        keyboard=Keyboard.INLINE,
        lane=Lane.CARD,
        language=to.language,
        case_id=case.id,
    )


def as_reminder(work: Work, message: Message) -> Message:
    """The message as it travels when nobody waits for it: never at night or on a day off."""
    return replace(message, lane=Lane.REMINDER, not_before=when_allowed(work.now, work.rules))
