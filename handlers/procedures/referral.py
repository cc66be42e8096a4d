"""A case becomes the procedure of a household: which one it is, or a short form to enter it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Access
from desk.actions.procedures.referral import Which, likely_households, refer_case
from desk.domain.households.household import RiskType
from desk.domain.procedures.forms import REFERRAL
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, with_picks
from handlers.cases.card_forms import case_id_of, piece_in
from handlers.procedures.cards import say_formed
from handlers.talk.turn import Ending, Turn


async def with_households(turn: Turn, access: Access, answers: Answers) -> Answers:
    """The answers with which the form begins: whose household it may be."""
    work = turn.work
    likely = await likely_households(work, access)
    picks = {str(one.id): f"{one.head.name} {work.areas.path(one.area_code)}" for one in likely}
    return with_picks(answers, "household", picks) if picks else answers


async def finish_referral(turn: Turn, draft: Draft) -> None:
    """Open the procedure."""
    answers = draft.answers
    picked = str(answers.get("household", ""))
    which = Which(
        risk=RiskType(str(answers["risk"])),
        household_id=int(picked) if picked.isdigit() else 0,
        name=_words(draft, "name"),
        head=_words(draft, "head"),
        id_number=_words(draft, "id_number"),
    )
    result = await refer_case(turn.work, turn.person, case_id_of(draft), which)
    await say_formed(turn, result)


def _words(draft: Draft, step: str) -> str:
    return str(piece_in(draft, step).get("text") or "")


ENDINGS: Final[Mapping[str, Ending]] = {REFERRAL.name: finish_referral}
