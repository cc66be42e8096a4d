"""The alarm of what was said, and nothing else: for when the rest of the update could not be handled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.danger.listening import is_danger
from desk.actions.danger.look import look_for_danger
from desk.domain.policy.view import gives_way
from desk.domain.reports.forms import REPORT
from desk.domain.talk.drafts import ALARMED, Draft
from desk.domain.talk.forms import Form, with_piece
from desk.domain.talk.said import Said, SaidKind
from desk.ports.work import Work

_NEVER = frozenset({SaidKind.COMMAND, SaidKind.PRESS})


async def sound_alarm(work: Work, said: Said, forms: Mapping[str, Form]) -> None:
    """Tell of danger in these words, if there is any; handled again, the same words are told once."""
    if not said.private or said.kind in _NEVER or not is_danger(work, said.text):
        return
    person = await work.people.find_by_user(said.user_id)
    person = person or await work.people.add(said.user_id, said.name, said.language)
    stored = await work.drafts.find(said.chat_id)
    draft = stored if stored is not None and not gives_way(stored) else _opened_by(work, said)
    if draft.form in forms and not forms[draft.form].watched:
        return
    marked = await look_for_danger(work, person, with_piece(draft, said.piece()), (said.text, said.stamp))
    if draft is stored:
        answers = {**draft.answers, ALARMED: marked.answers[ALARMED]}
        await work.drafts.save(replace(draft, version=draft.version + 1, answers=answers))


def _opened_by(work: Work, said: Said) -> Draft:
    """The form that free words would have opened."""
    return Draft(said.chat_id, REPORT.name, "", version=1, started_at=work.now, updated_at=work.now)
