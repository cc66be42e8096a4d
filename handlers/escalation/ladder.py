"""The buttons and forms of pressure: received, rectified, inspected, decided, pressed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.escalation.accountability import decide
from desk.actions.escalation.supervise import inspect_case, receive_step, rectify, supervise_case
from desk.domain.escalation.forms import INSPECT, ISSUE, RECTIFY, SUPERVISE
from desk.domain.escalation.ladder import FileDecision, LadderStep
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from handlers.cases.card_forms import case_id_of, piece_in, say_done
from handlers.talk.codes import number_in
from handlers.talk.turn import Ending, Handler, Reader, Turn


async def press_received(turn: Turn, case_id: int, step: LadderStep) -> None:
    """«Received» under a step of the ladder."""
    result = await receive_step(turn.work, turn.person, case_id, step)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice("ladder.received")


async def finish_supervise(turn: Turn, draft: Draft) -> None:
    """Press for speed, with or without words."""
    result = await supervise_case(turn.work, turn.person, case_id_of(draft), piece_in(draft, "words"))
    await say_done(turn, SUPERVISE.name, result)


async def finish_rectify(turn: Turn, draft: Draft) -> None:
    """Keep what the owner will do."""
    result = await rectify(turn.work, turn.person, case_id_of(draft), story_of(draft.answers))
    await say_done(turn, RECTIFY.name, result)


async def finish_inspect(turn: Turn, draft: Draft) -> None:
    """Keep what the superior found."""
    result = await inspect_case(turn.work, turn.person, case_id_of(draft), story_of(draft.answers))
    await say_done(turn, INSPECT.name, result)


async def finish_issue(turn: Turn, draft: Draft) -> None:
    """A person has decided, and read their decision once more."""
    decision = FileDecision(str(draft.answers["decision"]))
    piece = piece_in(draft, "words")
    result = await decide(turn.work, turn.person, case_id_of(draft), decision, str(piece.get("text", "")))
    await say_done(turn, ISSUE.name, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    SUPERVISE.name: finish_supervise,
    RECTIFY.name: finish_rectify,
    INSPECT.name: finish_inspect,
    ISSUE.name: finish_issue,
}


def _read(parts: Sequence[str]) -> Handler:
    case_id, step = parts
    return partial(press_received, case_id=number_in(case_id), step=LadderStep(step))


BUTTONS: Final[Mapping[str, Reader]] = {"l": _read}
