"""Official and resident have met: the visit is recorded, or danger is found to be over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.handling.visited import record_case_visit
from desk.actions.reports.withdraw import confirm_withdrawal
from desk.domain.cases.card_forms import VISIT, WITHDRAWAL, CaseVisitTold, WithdrawalTold
from handlers.cases.card_forms import say_done
from handlers.talk.endings import ends
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, StepName, Turn


async def finish_visit(turn: Turn, told: CaseVisitTold) -> None:
    """Record the visit."""
    result = await record_case_visit(turn.work, turn.person, told.case_id, told.how, told.story)
    await say_done(turn, VISIT.name, result)


async def finish_withdrawal(turn: Turn, told: WithdrawalTold) -> None:
    """Danger is over: its reporter said so, and this official has made sure."""
    result = await confirm_withdrawal(turn.work, turn.person, told.case_id, told.how)
    await say_done(turn, WITHDRAWAL.name, result)


async def leave_withdrawal(turn: Turn, told: WithdrawalTold) -> None:
    """Not made sure yet, so nothing ends."""
    await say_with_menu(turn, "withdrawal.not_yet", number=told.number)


ENDINGS: Final[Mapping[str, Ending]] = {
    VISIT.name: ends(CaseVisitTold, finish_visit),
    WITHDRAWAL.name: ends(WithdrawalTold, finish_withdrawal),
}
LEAVINGS: Final[Mapping[StepName, Ending]] = {
    (WITHDRAWAL.name, "how"): ends(WithdrawalTold, leave_withdrawal)
}
