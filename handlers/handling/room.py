"""What the room of handling offers: what the responsible official does by the buttons of a card."""

from __future__ import annotations

from typing import Final

from desk.actions.handling.accept import accept_case, take_case
from desk.actions.handling.verify import verify_case
from desk.domain.cases.card_forms import FOUND, VISIT, WITHDRAWAL
from desk.domain.cases.case import Act
from desk.domain.handling.forms import (
    CALL_HELP,
    COMMENT,
    DECLINE,
    HANDLING_FORMS,
    REDIRECT,
    REPLY,
    SEND_BACK,
)
from handlers.handling import forms, reply, visited
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="handling",
    acts={Act.ACCEPT: accept_case, Act.TAKE: take_case, Act.VERIFY: verify_case},
    act_forms={
        Act.VISIT: VISIT,
        Act.CONFIRM_WITHDRAWAL: WITHDRAWAL,
        Act.FOUND: FOUND,
        Act.REPLY: REPLY,
        Act.DECLINE: DECLINE,
        Act.REDIRECT: REDIRECT,
        Act.CALL_HELP: CALL_HELP,
        Act.COMMENT: COMMENT,
        Act.SEND_BACK: SEND_BACK,
    },
    act_facts={
        Act.REPLY: reply.with_prepared,
        Act.DECLINE: forms.not_if_urgent,
        Act.REDIRECT: forms.not_elsewhere_if_urgent,
    },
    forms=by_name(VISIT, WITHDRAWAL, *HANDLING_FORMS),
    endings=merged(visited.ENDINGS, reply.ENDINGS, forms.ENDINGS),
    leavings=visited.LEAVINGS,
)
