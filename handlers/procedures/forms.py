"""What happens when a form about a procedure is through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from desk.actions.procedures.open import open_clue, open_exit
from desk.actions.procedures.rulings import agree, approve, refuse, roll_back
from desk.actions.procedures.steps import (
    Proposal,
    assess,
    compare,
    hold_meeting,
    object_to,
    post_notice,
    verify_home,
)
from desk.domain.procedures.forms import (
    ASSESSMENT,
    BEGIN_EXIT,
    CHECK,
    CLUE,
    CONSENT,
    MATCHING,
    MEETING,
    POSTED,
    REASON,
    STOPS,
    AssessmentTold,
    CheckTold,
    ClueTold,
    ExitTold,
    MatchingTold,
    MeetingTold,
    StepTold,
    met_in,
)
from desk.domain.procedures.procedure import ProcedureAct, Votes
from desk.domain.talk.drafts import Draft
from desk.domain.text.cleaning import searched
from handlers.procedures.cards import say_formed
from handlers.talk.endings import ends, told_in
from handlers.talk.turn import Ending, Turn

_NUMBER: Final = re.compile(r"[0-9]{1,5}")


def votes_in(text: str) -> Votes:
    """Three numbers as they were typed, for, against, abstained; what is not there is none."""
    found = [int(one) for one in _NUMBER.findall(searched(text))][:3]
    return Votes(*found)


async def finish_clue(turn: Turn, told: ClueTold) -> None:
    """Begin an inclusion from what an official saw."""
    result = await open_clue(turn.work, turn.person, told.household_id, told.risk, told.words)
    await say_formed(turn, result)


async def finish_begin_exit(turn: Turn, told: ExitTold) -> None:
    """The assessment of an exit begins."""
    await say_formed(turn, await open_exit(turn.work, turn.person, told.household_id))


async def finish_check(turn: Turn, told: CheckTold) -> None:
    """The home was verified: on it goes, or it ends."""
    if told.result == STOPS:
        result = await refuse(turn.work, turn.person, told.step, told.reason, told.finding)
    else:
        proposal = None if told.kind is None else Proposal(told.kind, told.risks, told.people)
        result = await verify_home(turn.work, turn.person, told.step, told.finding, proposal)
    await say_formed(turn, result)


async def finish_matching(turn: Turn, told: MatchingTold) -> None:
    """A department has compared its records."""
    await say_formed(turn, await compare(turn.work, turn.person, told.step, told.finding, told.words))


async def finish_meeting(turn: Turn, told: MeetingTold) -> None:
    """The village has voted."""
    votes = votes_in(told.votes)
    pieces = (told.minutes, told.photo)
    if told.result == STOPS:
        result = await refuse(turn.work, turn.person, told.step, told.reason, *pieces, votes=votes)
    else:
        result = await hold_meeting(turn.work, turn.person, told.step, votes, pieces)
    await say_formed(turn, result)


async def finish_assessment(turn: Turn, draft: Draft) -> None:
    """The conditions of an exit were answered; whoever answered says whether to apply."""
    told = await told_in(turn, draft, AssessmentTold)
    if told is None:
        return
    if told.result == STOPS:
        result = await refuse(turn.work, turn.person, told.step, told.reason)
    else:
        result = await assess(turn.work, turn.person, told.step, met_in(draft.answers))
    await say_formed(turn, result)


async def finish_posted(turn: Turn, told: StepTold) -> None:
    """The notice hangs."""
    await say_formed(turn, await post_notice(turn.work, turn.person, told.step, told.photo))


async def finish_consent(turn: Turn, told: StepTold) -> None:
    """The town or the county agrees."""
    act = agree if told.act is ProcedureAct.AGREE else approve
    await say_formed(turn, await act(turn.work, turn.person, told.step, told.words))


async def finish_reason(turn: Turn, told: StepTold) -> None:
    """An objection, a way back, or an end, with the reason."""
    acts = {ProcedureAct.OBJECT: object_to, ProcedureAct.ROLL_BACK: roll_back}
    if told.act in acts:
        result = await acts[told.act](turn.work, turn.person, told.step, told.words)
    else:
        result = await refuse(turn.work, turn.person, told.step, told.words)
    await say_formed(turn, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    CLUE.name: ends(ClueTold, finish_clue),
    BEGIN_EXIT.name: ends(ExitTold, finish_begin_exit),
    CHECK.name: ends(CheckTold, finish_check),
    MATCHING.name: ends(MatchingTold, finish_matching),
    MEETING.name: ends(MeetingTold, finish_meeting),
    ASSESSMENT.name: finish_assessment,
    POSTED.name: ends(StepTold, finish_posted),
    CONSENT.name: ends(StepTold, finish_consent),
    REASON.name: ends(StepTold, finish_reason),
}
