"""What may be danger is asked about at once, before anything else; without an answer an official looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Conflict
from desk.actions.danger.alarm import ask_to_look, raise_alarm_of
from desk.domain.danger.doubts import Doubt, DoubtAnswer
from desk.domain.danger.sightings import Sighting
from desk.domain.people.people import Person
from desk.domain.reports.forms import REPORT
from desk.domain.talk.drafts import DOUBTED, Draft
from desk.domain.talk.heard import DangerLevel
from desk.domain.talk.messages import Button, Lane, message_to
from desk.ports.work import Work

MAYBE: Final = "maybe danger"  # as it is counted


async def ask_if_danger(work: Work, person: Person, draft: Draft, seen: Sighting, stamp: str) -> Draft:
    """Ask the writer, and return the draft with the number of the doubt. Whoever was asked is left alone."""
    before = await _doubt_of(work, draft)
    if draft.alarmed or (before is not None and (before.waits or before.kind == seen.kind)):
        return draft
    fresh = Doubt(0, person.id, work.now, stamp, seen.kind, seen.gravity, seen.sentence)
    doubt = await work.doubts.add(fresh)
    buttons = tuple(
        Button(f"doubt.{answer}", doubt_code(doubt, answer)) for answer in (DoubtAnswer.YES, DoubtAnswer.NO)
    )
    question = message_to(person, question_key(doubt), "doubt.ask", rows=(buttons,))
    await work.outbox.say(replace(question, lane=Lane.WAITING, talk=True))
    return replace(draft, answers={**draft.answers, DOUBTED: doubt.id})


async def answer_doubt(work: Work, person: Person, doubt_id: int, answer: DoubtAnswer) -> Doubt | None:
    """Take their answer, even a late one, and say so in place of the question; None when it is long past."""
    doubt = await work.doubts.find(doubt_id)
    if doubt is None or doubt.person_id != person.id or doubt.answer in {DoubtAnswer.YES, answer}:
        return None
    kept = await _settle(work, doubt, answer)
    said = message_to(person, f"{question_key(doubt)}:{answer}", f"doubt.said.{answer}")
    await work.outbox.say(replace(said, edits=question_key(doubt), lane=Lane.WAITING, talk=True))
    return kept


async def is_waiting(work: Work, doubt_id: int) -> bool:
    """Whether the question of this doubt still stands open."""
    doubt = await work.doubts.find(doubt_id)
    return doubt is not None and doubt.waits


async def raise_doubted(work: Work, person: Person, draft: Draft | None, doubt: Doubt) -> Draft:
    """It is danger: the alarm of the words that were doubted. Returns the draft, marked."""
    stamp = f"{doubt.stamp}:doubt"
    return await raise_alarm_of(work, person, draft or _opened_by(work, person), _sighting(doubt), stamp)


async def settle_sent(work: Work, draft: Draft) -> None:
    """Their words have become a case: an official reads them, and need not be shown them apart."""
    doubt = await _doubt_of(work, draft)
    if doubt is not None and doubt.waits:
        await _settle(work, doubt, DoubtAnswer.SENT)


async def drop_doubt(work: Work, draft: Draft) -> None:
    """They do not agree that anything is kept: what was doubted goes, and nobody looks."""
    doubt = await _doubt_of(work, draft)
    if doubt is not None and doubt.waits:
        await _settle(work, replace(doubt, sentence=""), DoubtAnswer.DROPPED)


async def show_unanswered(work: Work, seen: Doubt) -> None:
    """Let the village's official look, silently, at what nobody has answered."""
    doubt = await work.doubts.find(seen.id)
    if doubt is None or not doubt.is_overdue(work.now):
        return
    person = await work.people.get(doubt.person_id)
    draft = await work.drafts.find(person.user_id)
    about = draft is not None and draft.answers.get(DOUBTED) == doubt.id
    await _settle(work, doubt, DoubtAnswer.SILENCE)
    if not (draft is not None and about and draft.alarmed):
        told = draft if draft is not None and about else _opened_by(work, person)
        await ask_to_look(work, person, told, _sighting(doubt), f"{doubt.stamp}:silence")


def question_key(doubt: Doubt) -> str:
    """The key of the message that asks."""
    return f"doubt:{doubt.id}"


def doubt_code(doubt: Doubt, answer: DoubtAnswer) -> str:
    """What a button under the question carries."""
    return f"doubt:{doubt.id}:{answer}"


async def _settle(work: Work, doubt: Doubt, answer: DoubtAnswer) -> Doubt:
    """Raises Conflict."""
    kept = replace(doubt, answer=answer, version=doubt.version + 1)
    if not await work.doubts.save(kept):
        raise Conflict("the doubt was answered meanwhile")
    await work.hearing_counts.count(f"{work.today:%Y-%m}", MAYBE, answer)
    return kept


async def _doubt_of(work: Work, draft: Draft) -> Doubt | None:
    number = draft.answers.get(DOUBTED)
    return await work.doubts.find(number) if isinstance(number, int) else None


def _sighting(doubt: Doubt) -> Sighting:
    return Sighting(DangerLevel.NOW, doubt.kind, doubt.gravity, doubt.sentence)


def _opened_by(work: Work, person: Person) -> Draft:
    """The form that free words would have opened."""
    return Draft(person.user_id, REPORT.name, "", version=1, started_at=work.now, updated_at=work.now)
