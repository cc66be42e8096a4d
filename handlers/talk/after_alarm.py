"""After an alarm: nobody is asked whether they only ask; first how they can be rung up, then the rest."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.danger.doubt import repeat_doubt, waiting_doubt
from desk.domain.reports.forms import IS_IT, KNOWN_PHONE, REPORT
from desk.domain.talk.drafts import DOUBTED, Draft
from desk.domain.talk.forms import RETURN_TO, Form, Pressed, advance
from handlers.talk.forms import ask, keep, opened, put_away
from handlers.talk.turn import Turn

_PHONE = "contact"


async def lead_on(turn: Turn, form: Form, *, asked: bool = True) -> bool:
    """Ask the next question of an alarmed report; whether there was another than the one that stood open.

    `asked` says that one stood open at all.
    """
    before = opened(turn)
    if form.name != REPORT.name or not before.alarmed:
        return False
    draft = before
    if draft.step == IS_IT:
        draft = advance(form, draft, Pressed("mine"), turn.work.now).draft
    if _phone_is_missing(turn, draft):
        answers = {**draft.answers, RETURN_TO: draft.step}
        draft = replace(draft, step=_PHONE, question=draft.question + 1, answers=answers)
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
