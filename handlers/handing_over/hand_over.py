"""Forms that move a case between hands: what may be picked in them, and what happens at their end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Access, Refusal
from desk.actions.handing_over.dispute import dispute_case, suggested_in
from desk.actions.handing_over.join_department import join_department
from desk.actions.handing_over.joint_part_done import finish_part
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.handing_over.receivers import (
    Receiver,
    Target,
    departments_to_join,
    receivers_above,
    receivers_of,
)
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.merge import label_of, merge_cases, twins_of
from desk.domain.cases.card_forms import (
    DISPUTE,
    HELPING,
    JOINING,
    MERGE,
    PASS_UP,
    TRANSFER,
    TWIN,
    UNIT,
    CaseWords,
    HandingTold,
    JoiningTold,
    MergeTold,
)
from desk.domain.cases.case import Act
from desk.domain.talk.forms import Answers, Form, with_picks
from desk.ports.work import Work
from handlers.cases.card_forms import say_done
from handlers.talk.endings import ends
from handlers.talk.turn import Beginning, Ending, Turn

Picks = Mapping[str, str]
_SUGGESTED: Final = "suggested"  # the unit that the open dispute names
NOBODY_TO_ASK = Refusal("joining.nobody")
NO_TWIN = Refusal("merge.nothing")


async def with_receivers(turn: Turn, access: Access, answers: Answers, *, act: Act) -> Answers | Refusal:
    """The answers with which the form of this act begins: who or what may be picked in it now."""
    step, list_picks, nothing = _PICKS[act]
    picks = await list_picks(turn.work, access)
    if not picks and nothing is not None:
        return nothing
    return with_picks(answers, step, picks) if picks else answers


async def _to_transfer(work: Work, access: Access) -> Picks:
    """What an open dispute suggests comes first."""
    suggested = await suggested_in(work, access.case)
    first = {} if suggested is None else {_SUGGESTED: f"👉 {suggested['name']}"}
    known = "" if suggested is None else str(suggested["code"])
    return first | {
        code: label for code, label in _labels(await receivers_of(work, access.case)).items() if code != known
    }


async def _to_suggest(work: Work, access: Access) -> Picks:
    return _labels(await receivers_of(work, access.case))


async def _to_pass_up(work: Work, access: Access) -> Picks:
    return _labels(await receivers_above(work, access.case))


async def _to_join(work: Work, access: Access) -> Picks:
    return _labels(await departments_to_join(work, access.case))


async def _to_merge(work: Work, access: Access) -> Picks:
    if access.staff is None:
        return {}
    return {
        twin.number: await label_of(work, twin) for twin in await twins_of(work, access.case, access.staff)
    }


def _labels(receivers: Sequence[Receiver]) -> Picks:
    """Each with who would answer there: the name says at once whether it is the right office."""
    return {one.code: f"{one.name} {one.choice.staff.name}" for one in receivers}


_PICKS: Final[Mapping[Act, tuple[str, Callable[[Work, Access], Awaitable[Picks]], Refusal | None]]] = {
    Act.TRANSFER: (UNIT, _to_transfer, None),
    Act.DISPUTE: (UNIT, _to_suggest, None),
    Act.PASS_UP: (UNIT, _to_pass_up, None),
    Act.JOIN: (UNIT, _to_join, NOBODY_TO_ASK),
    Act.MERGE: (TWIN, _to_merge, NO_TWIN),
}


async def finish_transfer(turn: Turn, told: HandingTold) -> None:
    """Give the case to the unit that was picked, or to the one that the dispute suggests."""
    suggested = told.unit == _SUGGESTED
    target = await _suggested(turn, told.case_id) if suggested else Target(told.unit, told.place)
    result = await transfer_case(turn.work, turn.person, told.case_id, target, told.reason)
    await say_done(turn, TRANSFER.name, result)


async def _suggested(turn: Turn, case_id: int) -> Target:
    """What the dispute says now; nothing fits when it was ruled meanwhile."""
    case = await turn.work.cases.find(case_id)
    found = None if case is None else await suggested_in(turn.work, case)
    return Target("") if found is None else Target(str(found["code"]), str(found["area"]))


async def finish_dispute(turn: Turn, told: HandingTold) -> None:
    """Hand the question whose case it is to the superior."""
    target = Target(told.unit, told.place)
    result = await dispute_case(turn.work, turn.person, told.case_id, told.reason, target)
    await say_done(turn, DISPUTE.name, result)


async def finish_pass_up(turn: Turn, told: HandingTold) -> None:
    """Hand the case to the next level, or to the department that was picked."""
    result = await pass_up_case(turn.work, turn.person, told.case_id, told.reason, told.unit)
    await say_done(turn, PASS_UP.name, result)


async def finish_joining(turn: Turn, told: JoiningTold) -> None:
    """Ask the department for its part."""
    result = await join_department(turn.work, turn.person, told.case_id, told.unit, told.words)
    await say_done(turn, JOINING.name, result)


async def finish_helping(turn: Turn, told: CaseWords) -> None:
    """The department has done its part."""
    await say_done(turn, HELPING.name, await finish_part(turn.work, turn.person, told.case_id, told.words))


async def finish_merge(turn: Turn, told: MergeTold) -> None:
    """Make one of the two cases."""
    await say_done(turn, MERGE.name, await merge_cases(turn.work, turn.person, told.case_id, told.twin))


ACT_FORMS: Final[Mapping[Act, Form]] = {
    Act.TRANSFER: TRANSFER,
    Act.DISPUTE: DISPUTE,
    Act.PASS_UP: PASS_UP,
    Act.JOIN: JOINING,
    Act.HELP: HELPING,
    Act.MERGE: MERGE,
}
ACT_FACTS: Final[Mapping[Act, Beginning]] = {act: partial(with_receivers, act=act) for act in _PICKS}
ENDINGS: Final[Mapping[str, Ending]] = {
    TRANSFER.name: ends(HandingTold, finish_transfer),
    DISPUTE.name: ends(HandingTold, finish_dispute),
    PASS_UP.name: ends(HandingTold, finish_pass_up),
    JOINING.name: ends(JoiningTold, finish_joining),
    HELPING.name: ends(CaseWords, finish_helping),
    MERGE.name: ends(MergeTold, finish_merge),
}
