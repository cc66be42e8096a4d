"""The answer to «is anybody in danger now?»: yes raises the alarm, no lets the form go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from desk.actions.danger.doubt import answer_doubt, is_waiting, raise_doubted
from desk.domain.danger.doubts import DoubtAnswer
from desk.domain.reports.courtesy import is_courtesy
from desk.domain.talk.drafts import ALARMED, DOUBTED
from handlers.talk.codes import number_in
from handlers.talk.forms import OPENING, ask, keep
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
        if turn.draft is not None:
            mark = marked.answers[ALARMED]
            await keep(turn, replace(turn.draft, answers={**turn.draft.answers, ALARMED: mark}))
    await _go_on(turn)


async def _go_on(turn: Turn) -> None:
    """Ask what waited for the answer: free words are asked about after it."""
    draft = turn.draft
    form = None if draft is None else turn.house.forms.get(draft.form)
    if draft is not None and form is not None and draft.step in OPENING:
        await ask(turn, form)


async def _hear_answer(turn: Turn) -> tuple[int, DoubtAnswer] | None:
    """Yes or no in words, while the question waits."""
    draft, asking = turn.draft, turn.work.rules.asking
    number = None if draft is None else draft.answers.get(DOUBTED)
    if not isinstance(number, int):
        return None
    said = {DoubtAnswer.YES: asking.yes, DoubtAnswer.NO: asking.no}
    answer = next((one for one, words in said.items() if is_courtesy(turn.said.text, words)), None)
    if answer is None or not await is_waiting(turn.work, number):
        return None
    return number, answer


async def _take_answer(turn: Turn, found: tuple[int, DoubtAnswer]) -> None:
    await press_doubt(turn, *found)


FREE_WORDS: Final = {"danger_answer": Recogniser(_hear_answer, _take_answer)}
BUTTONS: Final[Mapping[str, Reader]] = {"doubt": _read}
