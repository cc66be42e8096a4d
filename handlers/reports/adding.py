"""More words for a case, and the one answer that they get."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.tell_reporter import who_comes
from desk.actions.reports.additions import add_to_case
from desk.domain.cases.case import Case, State
from desk.domain.talk.pieces import Piece
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


async def add_and_answer(
    turn: Turn, case_id: int, pieces: Sequence[Piece], *, heard: bool = False
) -> Case | Refusal:
    """Attach the words; whoever was asked for material hears that it goes on, and not a second thing."""
    before = await turn.work.cases.find(case_id)
    result = await add_to_case(turn.work, turn.person, case_id, pieces, heard=heard)
    if isinstance(result, Refusal):
        return result
    if before is not None and before.state is State.AWAITING_MATERIAL:
        owner = (await who_holds(turn.work, result)).staff
        await say_with_menu(turn, "material.given", number=result.number, **who_comes(result, owner))
    else:
        await say_with_menu(turn, "addition.done", number=result.number)
    return result
