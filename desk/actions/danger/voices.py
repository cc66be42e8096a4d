"""A voice without words: what it says nobody knows until somebody has listened."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.danger.alarm_hearers import Hearers, place_in, who_hears
from desk.domain.danger.alarms import LINE, Alarm
from desk.domain.people.people import Person, Staff
from desk.domain.talk.drafts import LISTENED, Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.messages import Json, Lane, Message, message_to
from desk.domain.talk.pieces import Piece, carried
from desk.domain.talk.said import SaidKind
from desk.ports.work import Work

SPOKEN: Final = frozenset({SaidKind.VOICE, SaidKind.VIDEO_NOTE})


async def show_voice(work: Work, person: Person, draft: Draft, piece: Piece, stamp: str) -> Draft:
    """Let the first who answers for the place listen at once, without a sound; the report comes later.

    Not of what may be a complaint: a voice is known in the village. Returns the draft, with who listens.
    """
    hearers = await who_hears(work, person, draft)
    first = hearers.choices[0].staff if hearers.choices else None
    if hearers.scope != LINE or first is None or first.user_id is None:
        return draft
    area = work.areas.get(place_in(person, draft))
    words: dict[str, Json] = {
        "name": person.name,
        "phone": person.phone,
        "place": "" if area is None else work.areas.path(area.code),
    }
    message = replace(_voice(first, f"listen:{stamp}", piece), template="alarm.listen", arguments=words)
    await work.outbox.say(replace(message, silent=True, lane=Lane.CARD))
    return replace(draft, answers={**draft.answers, LISTENED: first.name})


async def pass_on_voices(work: Work, draft: Draft, alarm: Alarm, hearers: Hearers) -> None:
    """Whoever hears the alarm hears the voices that were sent with it.

    Not of what may be a complaint: its writer may yet stay unknown, and no voice can be taken back.
    """
    if hearers.scope != LINE:
        return
    spoken = [piece for piece in story_of(draft.answers) if piece.get("kind") in SPOKEN]
    for piece in spoken:
        for choice in hearers.choices:
            key = f"alarm:{alarm.id}:{choice.staff.id}:voice:{piece.get('message_id', 0)}"
            if choice.staff.user_id is not None:
                await work.outbox.say(replace(_voice(choice.staff, key, piece), silent=alarm.muted))


def _voice(to: Staff, key: str, piece: Piece) -> Message:
    return replace(message_to(to, key, ""), pieces=(carried(piece),), lane=Lane.WAITING, hidden=True)
