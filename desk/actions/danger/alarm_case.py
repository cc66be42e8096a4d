"""What a case with danger in it has to do with the alarm of its reporter: one danger rings as one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.card_text import DANGER, text_of
from desk.actions.danger.alarm_cards import hand_on, keep_alarm
from desk.actions.danger.is_muted import is_muted
from desk.actions.danger.listening import listen
from desk.domain.cases.case import Author, Case, DueStage, Kind, Word
from desk.domain.danger.alarms import LINE, NAMELESS, OUTSIDE, Alarm
from desk.domain.danger.sightings import CUT
from desk.domain.people.people import Staff
from desk.ports.work import Work

_SEARCHED: Final = 5  # pieces
_LEAST: Final = 1  # the gravity of danger that was said with a button


async def rings(work: Work, case: Case) -> bool:
    """Whether the cards of a danger that has just become a case make a sound.

    The first case of an alarm does: now there are a number and a time. Another about the same, while nobody
    has taken up the one before, is seen and not heard; nor is one of somebody who is muted.
    """
    last = None if case.kind is Kind.PATROL else await work.alarms.newest(case.reporter_id, _circle(case))
    await _note_sentence(work, case, last)
    if case.kind is Kind.PATROL:
        return True
    if last is None or not last.takes(_LEAST, work.now, work.rules.alarms.running_minutes):
        await work.alarms.add(_begun(work, case))
        return not await is_silenced(work, case)
    again = last.case_id is not None and await _says_the_same(work, case, last.case_id)
    if not case.anonymous:
        await hand_on(work, last, case.number)
    await keep_alarm(work, replace(last, case_id=case.id, climbs=False))
    return not again and not await is_silenced(work, case)


async def _note_sentence(work: Work, case: Case, alarm: Alarm | None) -> None:
    """Keep the sentence with the danger beside the story, so that the card can begin with it.

    Only the newest of the story is searched; what was said earlier in it the alarm has kept.
    """
    words = [text for word in await work.cases.words(case.id) if (text := text_of(word))]
    seen = [sighting for text in words[-_SEARCHED:] if (sighting := listen(work, text)) and sighting.is_sure]
    sentence = max(seen, key=lambda one: one.gravity).sentence if seen else ""
    heard = "" if alarm is None else alarm.sentence
    if not sentence and heard and any(heard.strip(CUT) in text for text in words):
        sentence = heard
    if sentence:
        await work.cases.add_words(case.id, [Word(Author.DESK, DANGER, {"text": sentence}, work.now)])


async def answer_with_case(work: Work, case: Case, staff: Staff) -> None:
    """Whoever takes the case up has answered the alarm: what is said of danger from now on rings anew."""
    last = await work.alarms.newest(case.reporter_id, _circle(case)) if case.danger else None
    if last is not None and last.case_id == case.id and last.caller is None:
        await keep_alarm(work, replace(last, caller=staff.id, climbs=False))


async def is_silenced(work: Work, case: Case) -> bool:
    """Whether its danger makes no sound because its reporter is muted. A complaint is never muted."""
    open_case = not case.anonymous and not case.outside and case.kind is not Kind.COMPLAINT
    return open_case and await is_muted(work, case.reporter_id)


def _circle(case: Case) -> str:
    if case.anonymous:
        return NAMELESS
    return OUTSIDE if case.outside else LINE


async def _says_the_same(work: Work, case: Case, before_id: int) -> bool:
    before = await work.cases.find(before_id)
    if before is None or before.due_stage is not DueStage.ACCEPT:
        return False
    told = (case.area_code, case.subject, case.accused_id)
    return told == (before.area_code, before.subject, before.accused_id)


def _begun(work: Work, case: Case) -> Alarm:
    return Alarm(
        id=0,
        person_id=case.reporter_id,
        scope=_circle(case),
        begun_at=work.now,
        heard_at=work.now,
        stamp="",
        gravity=_LEAST,
        place=case.area_code,
        nameless=case.anonymous,
        case_id=case.id,
        climbs=False,
    )
