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
from desk.domain.handling.forms import (
    CALL_HELP,
    CHANNEL,
    COMMENT,
    DECLINE,
    OWN,
    REDIRECT,
    SEND_BACK,
    WHY_NOT,
)
from desk.domain.reports.channels import Channel, Emergency
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers
from handlers.cases.card_forms import case_id_of, piece_in, say_done
from handlers.talk.turn import Ending, Turn


async def not_if_urgent(_turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """An urgent case is declined by a superior alone."""
    return URGENT_STAYS if needs_superior(access.case) else answers


async def not_elsewhere_if_urgent(_turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """Nobody in urgent need is sent to another office."""
    return REDIRECT_REFUSED if needs_superior(access.case) else answers


async def finish_decline(turn: Turn, draft: Draft) -> None:
    """End the case with the reason just read back."""
    code = str(draft.answers[WHY_NOT])
    reason = Reason(code, piece_in(draft, "words") if code == OWN else {"text": ""})
    await say_done(turn, DECLINE.name, await decline_case(turn.work, turn.person, case_id_of(draft), reason))


async def finish_redirect(turn: Turn, draft: Draft) -> None:
    """Send the resident to the right office."""
    channel = Channel(str(draft.answers[CHANNEL]))
    piece = piece_in(draft, "words") if channel is Channel.OTHER else {"text": ""}
    result = await redirect_case(turn.work, turn.person, case_id_of(draft), channel, piece)
    await say_done(turn, REDIRECT.name, result)


async def finish_call_help(turn: Turn, draft: Draft) -> None:
    """Tell the resident to call at once."""
    whom = Emergency(str(draft.answers["whom"]))
    await say_done(turn, CALL_HELP.name, await call_help(turn.work, turn.person, case_id_of(draft), whom))


async def finish_comment(turn: Turn, draft: Draft) -> None:
    """Put a note on the card."""
    result = await comment_on_case(turn.work, turn.person, case_id_of(draft), piece_in(draft, "words"))
    await say_done(turn, COMMENT.name, result)


async def finish_send_back(turn: Turn, draft: Draft) -> None:
    """Give the case back to its handler with the reason."""
    result = await send_back(turn.work, turn.person, case_id_of(draft), piece_in(draft, "words"))
    await say_done(turn, SEND_BACK.name, result)


ENDINGS: Final[Mapping[str, Ending]] = {
    DECLINE.name: finish_decline,
    REDIRECT.name: finish_redirect,
    CALL_HELP.name: finish_call_help,
    COMMENT.name: finish_comment,
    SEND_BACK.name: finish_send_back,
}
