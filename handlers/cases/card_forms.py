"""What happens when an official's form is through, or a resident has said why it did not help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.callbacks.follow_up import explain_rating
from desk.actions.cases.door import Refusal
from desk.actions.cases.official_words import Piece
from desk.actions.handling.visited import record_case_visit
from desk.actions.reports.withdraw import confirm_withdrawal
from desk.domain.cases.card_forms import CASE_ID, NUMBER, RATING, VISIT, WHY, WITHDRAWAL
from desk.domain.cases.case import Case, Rating
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, StepName, Turn


def case_id_of(draft: Draft) -> int:
    """Which case the form is about."""
    case_id = draft.answers.get(CASE_ID)
    return case_id if isinstance(case_id, int) else 0


def piece_in(draft: Draft, step: str) -> Piece:
    """The message that answered a step; empty words when it was skipped."""
    value = draft.answers.get(step)
    return value if isinstance(value, dict) else {"text": str(value or "")}


async def finish_visit(turn: Turn, draft: Draft) -> None:
    """Record the visit."""
    how, pieces = str(draft.answers["how"]), story_of(draft.answers)
    await say_done(
        turn, VISIT.name, await record_case_visit(turn.work, turn.person, case_id_of(draft), how, pieces)
    )


async def finish_withdrawal(turn: Turn, draft: Draft) -> None:
    """Danger is over: its reporter said so, and this official has made sure."""
    how = str(draft.answers["how"])
    await say_done(
        turn, WITHDRAWAL.name, await confirm_withdrawal(turn.work, turn.person, case_id_of(draft), how)
    )


async def leave_withdrawal(turn: Turn, draft: Draft) -> None:
    """Not made sure yet, so nothing ends."""
    await say_with_menu(turn, "withdrawal.not_yet", number=draft.answers.get(NUMBER))


async def finish_why(turn: Turn, draft: Draft) -> None:
    """Attach why it did not help; saying nothing is fine too."""
    pieces = story_of(draft.answers)
    if pieces:
        rating = Rating(str(draft.answers[RATING]))
        await explain_rating(turn.work, turn.person, case_id_of(draft), rating, pieces)
    await say_with_menu(turn, "why.done" if pieces else "why.nothing")


async def say_done(turn: Turn, form: str, result: Case | Refusal) -> None:
    """Say that the form did what it was for, or why not."""
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, f"{form}.done", number=result.number, kind=result.kind.value)


ENDINGS: Final[Mapping[str, Ending]] = {
    VISIT.name: finish_visit,
    WHY.name: finish_why,
    WITHDRAWAL.name: finish_withdrawal,
}
LEAVINGS: Final[Mapping[StepName, Ending]] = {(WITHDRAWAL.name, "how"): leave_withdrawal}
