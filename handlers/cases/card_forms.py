"""What forms about a case have in common: which case, what was written, and what is said at the end."""

from __future__ import annotations

from desk.actions.cases.door import Refusal
from desk.actions.cases.official_words import Piece
from desk.domain.cases.card_forms import CASE_ID
from desk.domain.cases.case import Case
from desk.domain.talk.drafts import Draft
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


def case_id_of(draft: Draft) -> int:
    """Which case the form is about."""
    case_id = draft.answers.get(CASE_ID)
    return case_id if isinstance(case_id, int) else 0


def piece_in(draft: Draft, step: str) -> Piece:
    """The message that answered a step; empty words when it was skipped."""
    value = draft.answers.get(step)
    return value if isinstance(value, dict) else {"text": str(value or "")}


async def say_done(turn: Turn, form: str, result: Case | Refusal) -> None:
    """Say that the form did what it was for, or why not."""
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, f"{form}.done", number=result.number, kind=result.kind.value)
