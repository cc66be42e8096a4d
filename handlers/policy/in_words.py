"""Free words that the library may answer: a question out of the blue, or one beside an open card or story."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desk.actions.danger.listening import is_danger
from desk.domain.policy.view import POLICY, VIEW, VIEWED, PolicyView, Shows, gives_way, view_of
from desk.domain.reports.asking import line_of, line_wanted
from desk.domain.reports.forms import REPORT
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import CHOSEN, StepKind, with_piece
from desk.domain.talk.messages import Button, Json, Keyboard
from handlers.policy.look_up import look_up, show
from handlers.policy.views import Codes, card_arguments, card_in
from handlers.reports.free import take_as_report
from handlers.talk.forms import ask_again, keep, opened, put_away
from handlers.talk.full_story import story_is_full
from handlers.talk.turn import Recogniser, Turn
from handlers.talk.typed import open_step


@dataclass(frozen=True, slots=True)
class WantedLine:
    """The line of the card in view that somebody asks for: «要带什么材料»."""

    title: str
    label: str
    line: str


def _viewed(turn: Turn) -> Draft | None:
    """The open form, where the library may be in view. Danger is never a question: help goes first."""
    draft = opened(turn)
    return None if draft.step not in VIEWED or is_danger(turn.work, turn.said.text) else draft


async def _hear_line(turn: Turn) -> WantedLine | None:
    draft = _viewed(turn)
    view = None if draft is None else view_of(draft.answers)
    label = "" if view is None else line_wanted(turn.said.text, turn.work.rules.asking)
    card = card_in(turn, view) if view is not None and label else None
    if view is None or card is None or view.shows is not Shows.POLICY_CARD or not card.current:
        return None
    return WantedLine(card.title, label, line_of(card.text, label))


async def _take_line(turn: Turn, wanted: WantedLine) -> None:
    """Answer with that line."""
    draft = opened(turn)
    if not story_is_full(turn):  # asked again and again; nothing is told in it
        await keep(turn, replace(with_piece(draft, turn.said.piece()), has_story=draft.has_story))
    words: dict[str, Json] = {"title": wanted.title, "label": wanted.label, "line": wanted.line}
    human: Button = Codes(draft.question).button("human")
    await turn.say("policy.line", words, ((human,),), Keyboard.INLINE)


async def _hear_question_beside(turn: Turn) -> PolicyView | None:
    """A question at a point of a report where none was asked for; within a story it is a part of that."""
    draft, step = opened(turn), open_step(turn)
    beside = step is not None and (step.kind in CHOSEN or step.kind is StepKind.CONTACT)
    if not beside or draft.form != REPORT.name or gives_way(draft) or is_danger(turn.work, turn.said.text):
        return None
    return look_up(turn) if turn.work.hearing.hear(turn.said.text).asks else None


async def _take_question_beside(turn: Turn, view: PolicyView) -> None:
    """Answer below what was told, and keep the question with it."""
    draft = opened(turn)
    told = with_piece(draft, turn.said.piece())
    if draft.step not in VIEWED:
        await keep(turn, told)
        await _answer_in_passing(turn, view)
        return
    answers: dict[str, Json] = {**told.answers, VIEW: replace(view, settled=False).to_json()}
    await keep(turn, replace(told, answers=answers, question=draft.question + 1))
    await show(turn)
    await put_away(turn, REPORT, draft)


async def _answer_in_passing(turn: Turn, view: PolicyView) -> None:
    """The report goes on: the answer stands above its open question; whoever comes sees what was asked."""
    card = card_in(turn, view) if view.shows is Shows.POLICY_CARD else None
    if card is not None and card.current:
        await turn.say("policy.card", {**card_arguments(card, view, turn.work.rules.asking), "open": False})
    await ask_again(turn, REPORT, "form.asked" if card is None else "form.still_open")


async def _hear_question(turn: Turn) -> PolicyView | None:
    return look_up(turn, asked=turn.draft is not None and turn.draft.form == POLICY.name)


async def _take_question(turn: Turn, view: PolicyView) -> None:
    """Show what the library has; a press makes a report of it."""
    await take_as_report(turn, view, show)


FREE_WORDS: Final = {
    "line_of_card": Recogniser(_hear_line, _take_line),
    "question_beside": Recogniser(_hear_question_beside, _take_question_beside),
    "question": Recogniser(_hear_question, _take_question),
}
