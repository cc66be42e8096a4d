"""The buttons and forms of pressure: received, rectified, inspected, decided, pressed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.escalation.accountability import decide
from desk.actions.escalation.supervise import inspect_case, receive_step, rectify, supervise_case
from desk.domain.cases.card_forms import CaseStory, CaseWords
from desk.domain.escalation.forms import INSPECT, ISSUE, RECTIFY, SUPERVISE, IssueTold
from desk.domain.escalation.ladder import LadderStep
from handlers.cases.card_forms import say_done
from handlers.talk.codes import number_in
from handlers.talk.endings import ends
from handlers.talk.turn import Ending, Handler, Reader, Turn


async def press_received(turn: Turn, case_id: int, step: LadderStep) -> None:
    """«Received» under a step of the ladder."""
    result = await receive_step(turn.work, turn.person, case_id, step)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice("ladder.received")


async def finish_supervise(turn: Turn, told: CaseWords) -> None:
    """Press for speed, with or without words."""
    result = await supervise_case(turn.work, turn.person, told.case_id, told.words)
    await say_done(turn, SUPERVISE.name, result)


async def finish_rectify(turn: Turn, told: CaseStory) -> None:
    """Keep what the owner will do."""
    result = await rectify(turn.work, turn.person, told.case_id, told.story)
    await say_done(turn, RECTIFY.name, result)


async def finish_inspect(turn: Turn, told: CaseStory) -> None:
    """Keep what the superior found."""
    result = await inspect_case(turn.work, turn.person, told.case_id, told.story)
    await say_done(turn, INSPECT.name, result)


async def finish_issue(turn: Turn, told: IssueTold) -> None:
    """A person has decided, and read their decision once more."""
    result = await decide(turn.work, turn.person, told.case_id, told.decision, told.words)
    await say_done(turn, ISSUE.name, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    SUPERVISE.name: ends(CaseWords, finish_supervise),
    RECTIFY.name: ends(CaseStory, finish_rectify),
    INSPECT.name: ends(CaseStory, finish_inspect),
    ISSUE.name: ends(IssueTold, finish_issue),
}


def _read(parts: Sequence[str]) -> Handler:
    case_id, step = parts
    return partial(press_received, case_id=number_in(case_id), step=LadderStep(step))


BUTTONS: Final[Mapping[str, Reader]] = {"l": _read}
