"""The four buttons of the call-back."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import Refusal
from desk.domain.cases.card_forms import CASE_ID, NUMBER, RATING, WHY
from desk.domain.cases.case import Case, Rating, State
from handlers.talk.forms import open_form
from handlers.talk.turn import Turn


async def press_rating(turn: Turn, case_id: int, round_number: int, rating: Rating) -> None:
    """The answer counts at once; only who was not helped is asked for more."""
    result = await rate_case(turn.work, turn.person, case_id, round_number, rating)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
        return
    turn.notice("follow_up.noted")
    if result.state is State.REOPENED:
        await _ask_why(turn, result, rating)


async def _ask_why(turn: Turn, case: Case, rating: Rating) -> None:
    """Not while another story is half told: it may be added later from the list of one's reports."""
    if turn.draft is None or not turn.draft.has_story:
        await open_form(turn, WHY, {CASE_ID: case.id, NUMBER: case.number, RATING: rating.value})
