"""Forms that begin at a button of a card and end in an act of the responsible official."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Access, Refusal
from desk.actions.deadlines.extension import days_offered, why_not_now
from desk.actions.deadlines.material import why_not_wait
from desk.actions.handling.comment import comment_on_case
from desk.actions.handling.decline import URGENT_STAYS, Reason, decline_case, needs_superior
from desk.actions.handling.redirect import URGENT_STAYS as REDIRECT_REFUSED
from desk.actions.handling.redirect import call_help, redirect_case
from desk.actions.handling.verify import send_back
from desk.domain.cases.case import Act, Case
from desk.domain.deadlines.forms import DAYS, EXTENSION, MATERIAL
from desk.domain.handling.forms import (
    CALL_HELP,
    CHANNEL,
    COMMENT,
    DECLINE,
    OWN,
    REDIRECT,
    REPLY,
    SEND_BACK,
    WHY_NOT,
)
from desk.domain.reports.channels import Channel, Emergency
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, Form, with_picks
from handlers.cases.card_forms import case_id_of, piece_in, say_done
from handlers.handling.reply import finish_reply, with_prepared
from handlers.talk.turn import Ending, Turn

ACT_FORMS: Final[Mapping[Act, Form]] = {
    Act.REPLY: REPLY,
    Act.ASK_MATERIAL: MATERIAL,
    Act.ASK_EXTENSION: EXTENSION,
    Act.DECLINE: DECLINE,
    Act.REDIRECT: REDIRECT,
    Act.CALL_HELP: CALL_HELP,
    Act.COMMENT: COMMENT,
    Act.SEND_BACK: SEND_BACK,
}


async def with_facts(turn: Turn, access: Access, act: Act, answers: Answers) -> Answers | Refusal:
    """The answers with which the form of this act begins, or why it cannot be opened at all."""
    refusal = await _why_not(turn, access.case, act)
    if refusal is not None:
        return refusal
    if act is Act.ASK_EXTENSION:
        days = {str(days): str(days) for days in days_offered(turn.work.rules)}
        return with_picks(answers, DAYS, days)
    return await with_prepared(turn, access.case, answers) if act is Act.REPLY else answers


async def _why_not(turn: Turn, case: Case, act: Act) -> Refusal | None:
    match act:
        case Act.ASK_MATERIAL:
            return why_not_wait(turn.work, case)
        case Act.ASK_EXTENSION:
            return await why_not_now(turn.work, case)
        case Act.DECLINE if needs_superior(case):
            return URGENT_STAYS
        case Act.REDIRECT if needs_superior(case):
            return REDIRECT_REFUSED
    return None


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
    REPLY.name: finish_reply,
    DECLINE.name: finish_decline,
    REDIRECT.name: finish_redirect,
    CALL_HELP.name: finish_call_help,
    COMMENT.name: finish_comment,
    SEND_BACK.name: finish_send_back,
}
