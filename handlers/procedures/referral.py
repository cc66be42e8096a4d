"""A case becomes the procedure of a household: which one it is, or a short form to enter it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Access
from desk.actions.procedures.referral import Which, likely_households, refer_case
from desk.domain.procedures.forms import REFERRAL, ReferralTold
from desk.domain.talk.forms import Answers, with_picks
from handlers.procedures.cards import say_formed
from handlers.talk.endings import ends
from handlers.talk.turn import Ending, Turn


async def with_households(turn: Turn, access: Access, answers: Answers) -> Answers:
    """The answers with which the form begins: whose household it may be."""
    work = turn.work
    likely = await likely_households(work, access)
    picks = {str(one.id): f"{one.head.name} {work.areas.path(one.area_code)}" for one in likely}
    return with_picks(answers, "household", picks) if picks else answers


async def finish_referral(turn: Turn, told: ReferralTold) -> None:
    """Open the procedure."""
    which = Which(told.risk, told.household, told.name, told.head, told.id_number)
    await say_formed(turn, await refer_case(turn.work, turn.person, told.case_id, which))


ENDINGS: Final[Mapping[str, Ending]] = {REFERRAL.name: ends(ReferralTold, finish_referral)}
