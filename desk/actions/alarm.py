"""Danger: help first. People are told while the form is still half empty."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.ports import Work
from desk.actions.who import posts_over
from desk.domain.areas import Level
from desk.domain.cases import Hold
from desk.domain.danger import danger_in
from desk.domain.drafts import ALARMED, Draft
from desk.domain.forms import story_of
from desk.domain.messages import Lane, Message
from desk.domain.people import Person, Staff
from desk.domain.routing import Choice, Organisation, accountable, superior


async def look_for_danger(work: Work, person: Person, draft: Draft, text: str) -> tuple[Draft, Choice | None]:
    """Tell the responsible official and the town at the first dangerous word of a draft.

    Returns the draft, marked, and who was told first; None when there was no danger or it is known already.
    """
    if draft.alarmed or not danger_in(text, work.rules):
        return draft, None
    place = draft.answers.get("place")
    known = work.areas.get(place if isinstance(place, str) else person.area_code or "")
    area = known or work.areas.county
    organisation = Organisation(await posts_over(work, area.code), work.areas.line(area.code), work.now)
    first = accountable(organisation, Hold(area.level))
    above = None if area.level is Level.COUNTY else superior(organisation, Hold(area.level))
    for choice in (first, above):
        if choice is not None:
            await _alarm(work, person, draft, choice.staff)
    return replace(draft, answers={**draft.answers, ALARMED: True}), first


async def _alarm(work: Work, person: Person, draft: Draft, staff: Staff) -> None:
    if staff.user_id is None:
        return
    place = draft.answers.get("place")
    code = place if isinstance(place, str) else person.area_code
    await work.outbox.say(
        Message(
            key=f"alarm:{draft.chat_id}:{draft.started_at.isoformat()}:{staff.id}",
            chat_id=staff.user_id,
            template="alarm.card",
            arguments={
                "name": person.name,
                "phone": person.phone,
                "place": work.areas.path(code) if code else "",
                "story": "\n".join(str(piece.get("text", "")) for piece in story_of(draft.answers))[:1200],
            },
            lane=Lane.WAITING,
            language=staff.language,
        )
    )
