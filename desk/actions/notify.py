"""A short word to one official about a case, with the way to its card."""

from __future__ import annotations

from collections.abc import Mapping

from desk.actions.card_rows import way_to_card
from desk.actions.card_words import short_arguments
from desk.actions.ports import Work
from desk.domain.cases import Case
from desk.domain.messages import Json, Keyboard, Lane, Message
from desk.domain.people import Staff


async def notify_official(
    work: Work, case: Case, to: Staff, template: str, arguments: Mapping[str, Json] | None = None
) -> None:
    """Say one message to an official; the case's version makes it once. Who never joined is told nothing."""
    if to.user_id is None:
        return
    await work.outbox.say(
        Message(
            key=f"{template}:{case.id}:{case.version}:{to.id}",
            chat_id=to.user_id,
            template=template,
            arguments={**short_arguments(work, case), **(arguments or {})},
            rows=way_to_card(case),
            keyboard=Keyboard.INLINE,
            lane=Lane.CARD,
            language=to.language,
            case_id=case.id,
        )
    )
