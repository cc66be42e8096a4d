"""Acts that say how a case goes on or ends without a visit: each with its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Access, Refusal
from desk.actions.handling.comment import comment_on_case
from desk.actions.handling.decline import URGENT_STAYS, Reason, decline_case, needs_superior
from desk.actions.handling.redirect import URGENT_STAYS as REDIRECT_REFUSED
from desk.actions.handling.redirect import call_help, redirect_case
from desk.actions.handling.verify import send_back
from desk.domain.cases.card_forms import CaseWords
from desk.domain.handling.forms import (
    CALL_HELP,
    COMMENT,
    DECLINE,
    REDIRECT,
    SEND_BACK,
    CallHelpTold,
    DeclineTold,
    RedirectTold,
)
from desk.domain.talk.forms import Answers
from handlers.cases.card_forms import say_done
from handlers.talk.endings import ends
from handlers.talk.turn import Ending, Turn


async def not_if_urgent(_turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """An urgent case is declined by a superior alone."""
    return URGENT_STAYS if needs_superior(access.case) else answers


async def not_elsewhere_if_urgent(_turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """Nobody in urgent need is sent to another office."""
    return REDIRECT_REFUSED if needs_superior(access.case) else answers


async def finish_decline(turn: Turn, told: DeclineTold) -> None:
    """End the case with the reason just read back."""
    reason = Reason(told.why, told.own_words)
    await say_done(turn, DECLINE.name, await decline_case(turn.work, turn.person, told.case_id, reason))


async def finish_redirect(turn: Turn, told: RedirectTold) -> None:
    """Send the resident to the right office."""
    result = await redirect_case(turn.work, turn.person, told.case_id, told.channel, told.own_words)
    await say_done(turn, REDIRECT.name, result)


async def finish_call_help(turn: Turn, told: CallHelpTold) -> None:
    """Tell the resident to call at once."""
    await say_done(turn, CALL_HELP.name, await call_help(turn.work, turn.person, told.case_id, told.whom))


async def finish_comment(turn: Turn, told: CaseWords) -> None:
    """Put a note on the card."""
    result = await comment_on_case(turn.work, turn.person, told.case_id, told.words)
    await say_done(turn, COMMENT.name, result)


async def finish_send_back(turn: Turn, told: CaseWords) -> None:
    """Give the case back to its handler with the reason."""
    result = await send_back(turn.work, turn.person, told.case_id, told.words)
    await say_done(turn, SEND_BACK.name, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    DECLINE.name: ends(DeclineTold, finish_decline),
    REDIRECT.name: ends(RedirectTold, finish_redirect),
    CALL_HELP.name: ends(CallHelpTold, finish_call_help),
    COMMENT.name: ends(CaseWords, finish_comment),
    SEND_BACK.name: ends(CaseWords, finish_send_back),
}
