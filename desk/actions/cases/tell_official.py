"""A short word to one official about a case, with the way to its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.cases.card_buttons import way_to_card
from desk.actions.cases.card_text import short_arguments
from desk.domain.cases.case import Case
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json, Message, message_to
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
    message = message_to(
        to,
        f"{template}:{case.id}:{case.version}:{to.id}",
        template,
        {**short_arguments(work, case), **(arguments or {})},
        way_to_card(case),
    )
    return replace(message, case_id=case.id)
