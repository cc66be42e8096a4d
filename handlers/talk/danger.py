"""Danger in what is said to a form: looked for before anything else, and what is asked once it was found."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.danger.doubt import repeat_doubt, waiting_doubt
from desk.actions.danger.listening import accuses
from desk.actions.danger.look import look_for_danger, look_for_voice
from desk.actions.danger.voices import SPOKEN
from desk.domain.reports.forms import ACCUSES, IS_IT, KNOWN_PHONE, REPORT
from desk.domain.talk.drafts import ALARMED, DOUBTED, LISTENED, Draft
from desk.domain.talk.forms import RETURN_TO, Form, Pressed, advance, with_piece
from handlers.talk.forms import ask, keep, opened, put_away
from handlers.talk.questions import question_key
from handlers.talk.turn import Turn

_PHONE = "contact"


async def watch_for_danger(turn: Turn, form: Form, *, stored: bool = False) -> bool:
    """Look at what was just said, which may be `stored` in the form already; whether its writer was asked.

    At the first dangerous word people are told and help is named.
    """
    spoken = turn.said.kind in SPOKEN and form.name == REPORT.name
    if not form.watched or not (turn.said.text or spoken):
        return False
    draft = _noted(turn, opened(turn))
    # The dangerous words themselves belong on the alarm.
    saying = draft if stored else with_piece(draft, turn.said.piece())
    if turn.said.text:
        marked = await look_for_danger(turn.work, turn.person, saying, (turn.said.text, turn.said.stamp))
    else:
        marked = await look_for_voice(turn.work, turn.person, saying, turn.said)
    marks = {name: marked.answers[name] for name in (ALARMED, DOUBTED, LISTENED) if name in marked.answers}
    changed = {name for name, mark in marks.items() if mark != draft.answers.get(name)}
    if changed:
        await keep(turn, replace(draft, answers={**draft.answers, **marks}))
        turn.spoken += bool(changed - {LISTENED})  # help was named, or danger asked about
    return DOUBTED in changed


def _noted(turn: Turn, draft: Draft) -> Draft:
    """With a mark when what was just said accuses somebody in office: only the newest is looked at later."""
    if draft.answers.get(ACCUSES) or not accuses(turn.work, turn.said.text):
        return draft
    turn.draft = replace(draft, answers={**draft.answers, ACCUSES: True})
    return turn.draft


async def lead_on(turn: Turn, form: Form) -> bool:
    """Ask the next question of an alarmed report; whether there was another than the one that stood open."""
    before = opened(turn)
    if form.name != REPORT.name or not before.alarmed:
        return False
    draft = before
    if draft.step == IS_IT:
        draft = advance(form, draft, Pressed("mine"), turn.work.now).draft
    if _phone_is_missing(turn, draft):
        answers = {**draft.answers, RETURN_TO: draft.step}
        draft = replace(draft, step=_PHONE, question=draft.question + 1, answers=answers)
    asked = await turn.work.outbox.has(question_key(before))  # free words may have begun with the alarm
    if asked and draft.step == before.step:
        return False
    await keep(turn, draft)
    await ask(turn, form)
    if asked:
        await put_away(turn, form, before)
    return True


async def asked_first(turn: Turn) -> bool:
    """Ask again whether anybody is in danger, where that waits for an answer; nothing else is asked then."""
    draft = opened(turn)
    doubt = await waiting_doubt(turn.work, draft) if DOUBTED in draft.answers else None
    if doubt is None:
        return False
    await repeat_doubt(turn.work, turn.person, doubt, turn.said.stamp)
    return True


def _phone_is_missing(turn: Turn, draft: Draft) -> bool:
    known = turn.person.phone or draft.answers.get(KNOWN_PHONE) or _PHONE in draft.answers
    return not known and draft.step != _PHONE and RETURN_TO not in draft.answers
