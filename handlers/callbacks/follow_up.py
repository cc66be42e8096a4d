"""The call-back: its four buttons, and why it did not help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from desk.actions.callbacks.follow_up import ASKED, explain_rating, rate_case, round_of
from desk.actions.cases.door import Refusal
from desk.domain.cases.card_forms import CASE_ID, NUMBER, RATING, WHY, WhyTold
from desk.domain.cases.case import Case, Rating, State
from desk.domain.talk.messages import Button
from handlers.talk.codes import number_in
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Handler, Reader, Recogniser, Turn
from handlers.talk.typed import button_meant


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


async def finish_why(turn: Turn, told: WhyTold) -> None:
    """Attach why it did not help; saying nothing is fine too."""
    if told.story:
        await explain_rating(turn.work, turn.person, told.case_id, told.rating, told.story)
    await say_with_menu(turn, "why.done" if told.story else "why.nothing")


@dataclass(frozen=True, slots=True)
class TypedRating:
    """«不满意», typed while only one call-back waits: the answer to that."""

    case: Case
    rating: Rating


async def _hear_rating(turn: Turn) -> TypedRating | None:
    rows = tuple((Button(f"terms.rating.{one.value}", one.value),) for one in ASKED)
    rating = button_meant(turn, rows)
    if rating is None:
        return None
    cases = await turn.work.cases.find_of_reporter(turn.person.id)
    waiting = [case for case in cases if case.state is State.RESOLVED]
    return TypedRating(waiting[0], Rating(rating)) if len(waiting) == 1 else None


async def _take_rating(turn: Turn, typed: TypedRating) -> None:
    await press_rating(turn, typed.case.id, round_of(typed.case), typed.rating)


def _read(parts: Sequence[str]) -> Handler:
    case_id, asked, rating = parts
    return partial(
        press_rating, case_id=number_in(case_id), round_number=number_in(asked), rating=Rating(rating)
    )


BUTTONS: Final[Mapping[str, Reader]] = {"r": _read}
FREE_WORDS: Final = {"rating": Recogniser(_hear_rating, _take_rating)}
ENDINGS: Final[Mapping[str, Ending]] = {WHY.name: ends(WhyTold, finish_why)}
