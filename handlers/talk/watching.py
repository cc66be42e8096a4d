"""Danger is looked for in what is said to a form, before anything else is done with it."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.danger.listening import accuses
from desk.actions.danger.look import look_for_danger, look_for_voice
from desk.actions.danger.voices import SPOKEN
from desk.domain.reports.forms import ACCUSES, REPORT
from desk.domain.talk.drafts import ALARMED, DOUBTED, LISTENED, Draft
from desk.domain.talk.forms import Form, with_piece
from handlers.talk.forms import keep, opened
from handlers.talk.turn import Turn


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
