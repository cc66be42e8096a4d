"""Telling the resident: every change of state in plain words, once."""

from __future__ import annotations

from collections.abc import Mapping

from desk.actions.cards import short_arguments
from desk.actions.ports import Work
from desk.domain.cases import Case
from desk.domain.messages import Json, Keyboard, Lane, Message, Rows


async def tell_reporter(
    work: Work, case: Case, template: str, arguments: Mapping[str, Json] | None = None, rows: Rows = ()
) -> None:
    """Say one message about a case to whoever reported it; the case's version makes it once."""
    person = await work.people.get(case.reporter_id)
    await work.outbox.say(
        Message(
            key=f"tell:{case.id}:{case.version}:{template}",
            chat_id=person.user_id,
            template=template,
            arguments={**short_arguments(work, case), **(arguments or {})},
            rows=rows,
            keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
            lane=Lane.WAITING,
            language=person.language,
            case_id=case.id,
        )
    )
