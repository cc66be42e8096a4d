"""What happens when a form about a procedure is through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from desk.actions.procedures.open import open_clue, open_exit
from desk.actions.procedures.record import Piece
from desk.actions.procedures.rulings import agree, approve, refuse, roll_back
from desk.actions.procedures.steps import (
    Proposal,
    StepTaken,
    assess,
    compare,
    hold_meeting,
    object_to,
    post_notice,
    verify_home,
)
from desk.domain.households.household import MonitoredKind, RiskType
from desk.domain.procedures.forms import (
    ACT,
    ASSESSMENT,
    BEGIN_EXIT,
    CHECK,
    CLUE,
    CONSENT,
    HOUSEHOLD,
    MATCHING,
    MEETING,
    NONE,
    POSTED,
    PROCEDURE,
    REASON,
    STOPS,
    TURN,
    YES,
)
from desk.domain.procedures.procedure import Condition, MatchFinding, ProcedureAct, Votes
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers
from desk.domain.text.cleaning import searched
from handlers.cases.card_forms import piece_in
from handlers.procedures.cards import say_formed
from handlers.talk.turn import Ending, Turn

_NUMBER: Final = re.compile(r"[0-9]{1,5}")


def step_of(answers: Answers) -> StepTaken:
    """Which procedure a form is about, and as it stood when the form was opened."""
    return StepTaken(_number(answers, PROCEDURE), _number(answers, TURN))


def _number(answers: Answers, name: str) -> int:
    value = answers.get(name)
    return value if isinstance(value, int) else 0


def votes_in(text: str) -> Votes:
    """Three numbers as they were typed, for, against, abstained; what is not there is none."""
    found = [int(one) for one in _NUMBER.findall(searched(text))][:3]
    return Votes(*found)


async def finish_clue(turn: Turn, draft: Draft) -> None:
    """Begin an inclusion from what an official saw."""
    answers = draft.answers
    household_id, risk = _number(answers, HOUSEHOLD), RiskType(str(answers["risk"]))
    await say_formed(
        turn, await open_clue(turn.work, turn.person, household_id, risk, piece_in(draft, "words"))
    )


async def finish_begin_exit(turn: Turn, draft: Draft) -> None:
    """The assessment of an exit begins."""
    await say_formed(turn, await open_exit(turn.work, turn.person, _number(draft.answers, HOUSEHOLD)))


async def finish_check(turn: Turn, draft: Draft) -> None:
    """The home was verified: on it goes, or it ends."""
    answers, finding = draft.answers, piece_in(draft, "finding")
    step = step_of(answers)
    if answers.get("result") == STOPS:
        result = await refuse(turn.work, turn.person, step, piece_in(draft, "reason"), finding)
    else:
        result = await verify_home(turn.work, turn.person, step, finding, _proposal(answers))
    await say_formed(turn, result)


def _proposal(answers: Answers) -> Proposal | None:
    """Nothing is proposed for a household whose risk may be over."""
    if "kind" not in answers:
        return None
    risks = (str(answers["risk"]), str(answers.get("second") or NONE))
    named = dict.fromkeys(RiskType(risk) for risk in risks if risk != NONE)
    return Proposal(MonitoredKind(str(answers["kind"])), tuple(named), int(str(answers.get("people") or 0)))


async def finish_matching(turn: Turn, draft: Draft) -> None:
    """A department has compared its records."""
    finding = MatchFinding(str(draft.answers["finding"]))
    step, words = step_of(draft.answers), piece_in(draft, "words")
    await say_formed(turn, await compare(turn.work, turn.person, step, finding, words))


async def finish_meeting(turn: Turn, draft: Draft) -> None:
    """The village has voted."""
    step, votes = step_of(draft.answers), votes_in(str(piece_in(draft, "votes").get("text") or ""))
    pieces: tuple[Piece, ...] = (piece_in(draft, "minutes"), piece_in(draft, "photo"))
    if draft.answers.get("result") == STOPS:
        result = await refuse(turn.work, turn.person, step, piece_in(draft, "reason"), *pieces, votes=votes)
    else:
        result = await hold_meeting(turn.work, turn.person, step, votes, pieces)
    await say_formed(turn, result)


async def finish_assessment(turn: Turn, draft: Draft) -> None:
    """The conditions of an exit were answered; whoever answered says whether to apply."""
    step, answers = step_of(draft.answers), draft.answers
    if answers.get("result") == STOPS:
        result = await refuse(turn.work, turn.person, step, piece_in(draft, "reason"))
    else:
        met = [condition for condition in Condition if answers.get(condition.value) == YES]
        result = await assess(turn.work, turn.person, step, met)
    await say_formed(turn, result)


async def finish_posted(turn: Turn, draft: Draft) -> None:
    """The notice hangs."""
    step, photo = step_of(draft.answers), piece_in(draft, "photo")
    await say_formed(turn, await post_notice(turn.work, turn.person, step, photo))


async def finish_consent(turn: Turn, draft: Draft) -> None:
    """The town or the county agrees."""
    act = agree if draft.answers.get(ACT) == ProcedureAct.AGREE else approve
    step, words = step_of(draft.answers), piece_in(draft, "words")
    await say_formed(turn, await act(turn.work, turn.person, step, words))


async def finish_reason(turn: Turn, draft: Draft) -> None:
    """An objection, a way back, or an end, with the reason."""
    acts = {ProcedureAct.OBJECT: object_to, ProcedureAct.ROLL_BACK: roll_back}
    step, words = step_of(draft.answers), piece_in(draft, "words")
    act = ProcedureAct(str(draft.answers[ACT]))
    if act in acts:
        result = await acts[act](turn.work, turn.person, step, words)
    else:
        result = await refuse(turn.work, turn.person, step, words)
    await say_formed(turn, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    CLUE.name: finish_clue,
    BEGIN_EXIT.name: finish_begin_exit,
    CHECK.name: finish_check,
    MATCHING.name: finish_matching,
    MEETING.name: finish_meeting,
    ASSESSMENT.name: finish_assessment,
    POSTED.name: finish_posted,
    CONSENT.name: finish_consent,
    REASON.name: finish_reason,
}
