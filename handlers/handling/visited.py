"""Official and resident have met: the visit is recorded, or danger is found to be over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.handling.visited import record_case_visit
from desk.actions.reports.withdraw import confirm_withdrawal
from desk.domain.cases.card_forms import NUMBER, VISIT, WITHDRAWAL
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from handlers.cases.card_forms import case_id_of, say_done
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, StepName, Turn


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


ENDINGS: Final[Mapping[str, Ending]] = {VISIT.name: finish_visit, WITHDRAWAL.name: finish_withdrawal}
LEAVINGS: Final[Mapping[StepName, Ending]] = {(WITHDRAWAL.name, "how"): leave_withdrawal}
