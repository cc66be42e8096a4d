"""随手报: an official tells in three taps what they found on the way, and what else was found at a home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds
from desk.actions.handling.further_problem import found_problem
from desk.actions.reports.patrol import OFFICIALS_ONLY, own_places, submit_finding
from desk.domain.cases.card_forms import FOUND, FoundTold
from desk.domain.cases.case import Kind
from desk.domain.reports.forms import PATROL
from desk.domain.reports.report import Report, read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, with_picks
from desk.domain.talk.reading import piece_at, text_at
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.menu import say_receipt, say_with_menu
from handlers.talk.turn import Ending, Turn

_PLACES: Final = 8


async def begin_patrol(turn: Turn) -> None:
    """Ask what was found; where they are on duty is offered by name."""
    areas = await own_places(turn.work, turn.person)
    if not areas:
        await say_with_menu(turn, OFFICIALS_ONLY.template)
        return
    picks = {area.code: area.name for area in areas[:_PLACES]}
    await open_form(turn, PATROL, with_picks({}, "where", picks))


async def finish_patrol(turn: Turn, draft: Draft) -> None:
    """Send it, and say who answers for it now."""
    result = await submit_finding(turn.work, turn.person, _found(draft.answers))
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template)
        return
    owner = (await who_holds(turn.work, result)).staff
    own = owner.user_id == turn.person.user_id
    await say_receipt(
        turn,
        result,
        "patrol.receipt",
        place=turn.work.areas.path(result.area_code),
        owner="" if own else owner.name,
        phone=owner.phone,
        due_at=None if result.due_at is None else result.due_at.isoformat(),
    )


def _found(answers: Answers) -> Report:
    """The answers as any report: what was said first, then whatever came after."""
    found, where = read_report(Kind.PATROL, answers), text_at(answers, "where")
    story = (piece_at(answers, "what"), *found.story)
    return replace(found, place=found.place if where == "elsewhere" else where, story=story)


async def finish_further_problem(turn: Turn, told: FoundTold) -> None:
    """Open a case of its own for what else was found."""
    result = await found_problem(turn.work, turn.person, told.case_id, told.trouble, told.story)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    first, second = result
    await say_with_menu(turn, "found.done", number=first.number, new_number=second.number)


ENDINGS: Final[Mapping[str, Ending]] = {
    PATROL.name: finish_patrol,
    FOUND.name: ends(FoundTold, finish_further_problem),
}
