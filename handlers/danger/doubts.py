"""The answer to «is anybody in danger now?»: yes raises the alarm, no lets the form go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.danger.doubt import answer_doubt, raise_doubted, waiting_doubt
from desk.domain.danger.doubts import DoubtAnswer
from desk.domain.policy.view import view_of
from desk.domain.reports.forms import OPENING
from desk.domain.talk.drafts import DOUBTED
from desk.domain.talk.short_answers import ShortAnswer
from handlers.talk.codes import number_in
from handlers.talk.danger import lead_on
from handlers.talk.forms import as_here, ask, keep
from handlers.talk.turn import Handler, Reader, Recogniser, Turn


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case [doubt_id, DoubtAnswer.YES | DoubtAnswer.NO as answer]:
            return partial(press_doubt, doubt_id=number_in(doubt_id), answer=DoubtAnswer(answer))
    raise ValueError(parts)


async def press_doubt(turn: Turn, doubt_id: int, answer: DoubtAnswer) -> None:
    """A button under the question, or the word that stands for it."""
    doubt = await answer_doubt(turn.work, turn.person, doubt_id, answer)
    if doubt is None:
        turn.notice("doubt.over")
        return
    turn.notice()
    if answer is DoubtAnswer.YES:
        marked = await raise_doubted(turn.work, turn.person, turn.draft, doubt)
        if marked is not None:
            await keep(turn, marked)
    await _go_on(turn)


async def _go_on(turn: Turn) -> None:
    """Ask what waited for the answer: free words are asked about after it."""
    draft = turn.draft
    form = None if draft is None else turn.house.forms.get(draft.form)
    if form is not None and await lead_on(turn, as_here(turn, form)):
        return
    view = None if draft is None else view_of(draft.answers)
    answered = view is not None and view.asked  # by the library, above the question about danger
    if draft is not None and form is not None and draft.step in OPENING and not answered:
        await ask(turn, form)


_IN_SHORT: Final = {ShortAnswer.YES: DoubtAnswer.YES, ShortAnswer.NO: DoubtAnswer.NO}


async def _hear_answer(turn: Turn) -> tuple[int, DoubtAnswer] | None:
    """Yes or no in words, while the question waits and nothing else was asked."""
    draft = turn.draft
    if draft is None or DOUBTED not in draft.answers:
        return None
    said = turn.work.rules.asking.short.said_in(turn.said.text)
    answer = next((answer for one, answer in _IN_SHORT.items() if one in said), None)
    doubt = None if answer is None else await waiting_doubt(turn.work, draft)
    return None if answer is None or doubt is None else (doubt.id, answer)


async def _take_answer(turn: Turn, found: tuple[int, DoubtAnswer]) -> None:
    """The question above shows the answer; who typed it looks below, where it stands if nothing follows."""
    said = turn.spoken
    await press_doubt(turn, *found)
    if turn.spoken == said:
        await turn.say(f"doubt.said.{found[1]}")


FREE_WORDS: Final = {"danger_answer": Recogniser(_hear_answer, _take_answer)}
BUTTONS: Final[Mapping[str, Reader]] = {"doubt": _read}
