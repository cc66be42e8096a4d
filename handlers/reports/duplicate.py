"""«You reported this a few days ago»: asked before a report is sent, and never in the way of danger."""

from __future__ import annotations

from desk.actions.reports.duplicates import find_duplicate
from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.cases.case import Kind
from desk.domain.reports.forms import DUPLICATE
from desk.domain.reports.report import read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers
from handlers.talk.forms import open_form
from handlers.talk.turn import Turn


async def asked_if_same(turn: Turn, draft: Draft, kind: Kind) -> bool:
    """Whether it was asked if this is the same thing; the whole story waits in the question."""
    twin = await find_duplicate(turn.work, turn.person, read_report(kind, draft.answers))
    if twin is None:
        return False
    days = (turn.today - turn.work.rules.day_of(twin.submitted_at)).days
    known: Answers = {CASE_ID: twin.id, NUMBER: twin.number, "days": days}
    await open_form(turn, DUPLICATE, {**draft.answers, **known})
    return True
