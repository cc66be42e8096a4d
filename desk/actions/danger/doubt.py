"""What may be danger is asked about at once, before anything else; without an answer an official looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Conflict
from desk.actions.danger.alarm import ask_to_look, doubt_of, raise_alarm_of
from desk.domain.danger.doubts import VOICE, Doubt, DoubtAnswer
from desk.domain.danger.sightings import Sighting
from desk.domain.people.people import Person
from desk.domain.reports.forms import REPORT
from desk.domain.talk.drafts import ALARMED, DOUBTED, Draft
from desk.domain.talk.forms import STORY, with_piece
from desk.domain.talk.heard import DangerLevel
from desk.domain.talk.messages import Button, Lane, message_to
from desk.domain.talk.said import SaidKind
from desk.ports.work import Work

MAYBE: Final = "maybe danger"  # as it is counted
_LEFT_OUT: Final = {STORY, ALARMED, DOUBTED}  # of the answers of a form: the sentence is enough


async def ask_if_danger(work: Work, person: Person, draft: Draft, seen: Sighting, stamp: str) -> Draft:
    """Ask the writer, and return the draft with the number of the doubt. Whoever was asked is left alone."""
    before = await doubt_of(work, draft)
    if draft.alarmed or (before is not None and (before.waits or before.kind == seen.kind)):
        return draft
    doubt = await work.doubts.add(
        Doubt(
            id=0,
            person_id=person.id,
            asked_at=work.now,
            stamp=stamp,
            kind=seen.kind,
            gravity=seen.gravity,
            sentence=seen.sentence,
            form=draft.form,
            question=draft.question,
            answers={name: one for name, one in draft.answers.items() if name not in _LEFT_OUT},
        )
    )
    await _ask(work, person, doubt, question_key(doubt), "doubt.ask")
    return replace(draft, answers={**draft.answers, DOUBTED: doubt.id})


async def repeat_doubt(work: Work, person: Person, doubt: Doubt, stamp: str) -> None:
    """Ask once more, below what was said instead of an answer."""
    await _ask(work, person, doubt, f"{question_key(doubt)}:again:{stamp}", "doubt.ask_again")


async def _ask(work: Work, person: Person, doubt: Doubt, key: str, template: str) -> None:
    buttons = tuple(
        Button(f"doubt.{answer}", doubt_code(doubt, answer)) for answer in (DoubtAnswer.YES, DoubtAnswer.NO)
    )
    question = message_to(person, key, template, {"danger": doubt.kind}, (buttons,))
    await work.outbox.say(replace(question, lane=Lane.WAITING, talk=True))


async def answer_doubt(work: Work, person: Person, doubt_id: int, answer: DoubtAnswer) -> Doubt | None:
    """Take their answer, even a late one, and say so in place of the question; None when it is long past."""
    doubt = await work.doubts.find(doubt_id)
    if doubt is None or doubt.person_id != person.id or not doubt.takes(answer, work.now):
        return None
    kept = await _settle(work, doubt, answer)
    said = message_to(person, f"{question_key(doubt)}:{answer}", f"doubt.said.{answer}")
    await work.outbox.say(replace(said, edits=question_key(doubt), lane=Lane.WAITING, talk=True))
    return kept


async def waiting_doubt(work: Work, draft: Draft) -> Doubt | None:
    """The doubt of this draft whose question is the last that was asked, and waits."""
    doubt = await doubt_of(work, draft)
    return doubt if doubt is not None and doubt.waits and doubt.question == draft.question else None


async def raise_doubted(work: Work, person: Person, draft: Draft | None, doubt: Doubt) -> Draft | None:
    """It is danger: alarm with the words that were doubted. Returns their draft, marked, while it is open."""
    open_still = draft if draft is not None and draft.answers.get(DOUBTED) == doubt.id else None
    told = open_still or _as_it_stood(work, person, doubt)
    marked = await raise_alarm_of(work, person, told, _sighting(doubt), f"{doubt.stamp}:doubt")
    return marked if open_still is not None else None


async def settle_sent(work: Work, draft: Draft) -> None:
    """Their words have become a case: an official reads them, and need not be shown them apart."""
    doubt = await doubt_of(work, draft)
    if doubt is not None and doubt.waits:
        await _settle(work, doubt, DoubtAnswer.SENT)


async def forget_doubt(work: Work, draft: Draft) -> None:
    """They do not agree that anything is kept, or stay unknown: what was doubted goes, and nobody looks.

    Whoever has looked already has the words on an alarm, which are taken off with those of the others.
    """
    doubt = await doubt_of(work, draft)
    if doubt is not None:
        empty = replace(doubt, sentence="", answers={})
        await _settle(work, empty, DoubtAnswer.DROPPED if doubt.waits else None)


async def show_unanswered(work: Work, seen: Doubt) -> None:
    """Let the village's official look, silently, at what nobody has answered."""
    doubt = await work.doubts.find(seen.id)
    if doubt is None or not doubt.is_overdue(work.now):
        return
    person = await work.people.get(doubt.person_id)
    draft = await work.drafts.find(person.user_id)
    if draft is None or draft.answers.get(DOUBTED) != doubt.id:
        draft = _as_it_stood(work, person, doubt)
    if not draft.alarmed and doubt.kind != VOICE:  # nobody agreed that a voice is listened to
        stamp = f"{doubt.stamp}:silence"
        doubt = replace(doubt, alarm_id=await ask_to_look(work, person, draft, _sighting(doubt), stamp))
    await _settle(work, doubt, DoubtAnswer.SILENCE)


def question_key(doubt: Doubt) -> str:
    """The key of the message that asks."""
    return f"doubt:{doubt.id}"


def doubt_code(doubt: Doubt, answer: DoubtAnswer) -> str:
    """What a button under the question carries."""
    return f"doubt:{doubt.id}:{answer}"


async def _settle(work: Work, doubt: Doubt, answer: DoubtAnswer | None) -> Doubt:
    """Store it as its next version, with what became of it, if anything did now. Raises Conflict."""
    kept = replace(doubt, answer=answer or doubt.answer, version=doubt.version + 1)
    if not await work.doubts.save(kept):
        raise Conflict("the doubt was answered meanwhile")
    if answer is not None:
        await work.hearing_counts.count(work.today, MAYBE, answer)
    return kept


def _sighting(doubt: Doubt) -> Sighting:
    return Sighting(DangerLevel.NOW, doubt.kind, doubt.gravity, doubt.sentence)


def _as_it_stood(work: Work, person: Person, doubt: Doubt) -> Draft:
    """The form in which it was said, with nothing told but the doubted sentence."""
    form = Draft(
        person.user_id,
        doubt.form or REPORT.name,
        "",
        version=1,
        started_at=work.now,
        updated_at=work.now,
        answers=doubt.answers,
    )
    return with_piece(form, {"kind": SaidKind.TEXT.value, "text": doubt.sentence})
