"""Danger is looked for in every message and edit: what is sure is told, what may be is asked about."""

from __future__ import annotations

from typing import Final

from desk.actions.danger.alarm import raise_alarm_of, with_newest
from desk.actions.danger.alarm_hearers import texts_of
from desk.actions.danger.doubt import ask_if_danger
from desk.actions.danger.listening import listen
from desk.actions.danger.voices import show_voice
from desk.domain.danger.doubts import VOICE
from desk.domain.danger.sightings import Sighting
from desk.domain.people.people import Person
from desk.domain.reports.forms import agreed_before
from desk.domain.talk.drafts import Draft
from desk.domain.talk.heard import DangerLevel
from desk.domain.talk.said import Said
from desk.ports.work import Work

_SHORT: Final = 400  # characters; a longer message stands by itself
_UNHEARD: Final = Sighting(DangerLevel.MAYBE, VOICE, 1, "🎤")
_BEFORE: Final = 2  # earlier pieces in whose light a new one is heard


async def look_for_danger(work: Work, person: Person, draft: Draft, said: tuple[str, str]) -> Draft:
    """Look at new words of a draft, which holds them already; `said` are these and the update's stamp.

    Returns the draft, marked where people were told or its writer was asked.
    """
    text, stamp = said
    seen = listen(work, text)
    if seen is None or not seen.is_sure:  # what came before makes surer, and never less sure
        before = await _before(work, draft, text) if len(text) <= _SHORT else []
        seen = (listen(work, text, before) if before else None) or seen
    if seen is None:
        return draft
    if seen.is_sure:
        return await raise_alarm_of(work, person, draft, seen, stamp)
    return await ask_if_danger(work, person, draft, seen, stamp)


async def look_for_voice(work: Work, person: Person, draft: Draft, said: Said) -> Draft:
    """A voice without words: whoever agreed is listened to at once; others are asked whether there is danger.

    Returns the draft, marked with who listens or with the doubt.
    """
    if person.consented_at is not None or agreed_before(draft.answers):
        return await show_voice(work, person, draft, said.piece(), said.stamp)
    return await ask_if_danger(work, person, draft, _UNHEARD, said.stamp)


async def _before(work: Work, draft: Draft, text: str) -> list[str]:
    """What was said just before it in the same story; nothing for an edit of something earlier."""
    if draft.pieces <= 1:
        return []
    *before, last = texts_of(await with_newest(work, draft)) or [""]
    return before[-_BEFORE:] if last == text else []
