"""A story that grows and grows: its form goes on by itself, and nothing of it is refused or dropped.

At its limit the next question is asked. Whoever then goes on telling instead of answering has, at twice the
limit, sent what there is: it becomes a case as it stands, and whatever follows is added to that.
"""

from __future__ import annotations

from desk.actions.callbacks.leftover import attach_leftover, belongs_to_case
from desk.actions.danger.alarm import what_was_said
from desk.actions.reports.abandoned_drafts import hand_over_draft, needs_consent
from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.cases.case import Case
from desk.domain.handing_over.routing import Unrouted
from desk.domain.reports.forms import ADDITION
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Input, Spoke
from desk.domain.talk.stories import is_full, is_overfull
from handlers.talk.forms import ask, ask_again, begin_draft, close_form, opened
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


def story_is_full(turn: Turn) -> bool:
    """Whether the form goes on to its next question by itself."""
    return is_full(opened(turn), turn.work.rules.story)


async def send_overfull(turn: Turn) -> None:
    """Make a case of a story that outgrew its form, and go on with what is added to that."""
    draft = turn.draft
    if draft is None or not is_overfull(draft, turn.work.rules.story):
        return
    try:
        case = await _sent(turn, draft)
    except Unrouted:
        await close_form(turn)
        hotline, alarmed = turn.work.rules.hotline, what_was_said(draft)
        await say_with_menu(turn, "complaint.nobody", hotline=hotline, alarmed=alarmed)
        return
    if case is not None:
        turn.draft = None
        await begin_addition(turn, case.id, case.number)


async def begin_addition(turn: Turn, case_id: int, number: str) -> None:
    """Whatever else is said belongs to this case."""
    await begin_draft(turn, ADDITION, {CASE_ID: case_id, NUMBER: number})
    await ask(turn, ADDITION)


async def _sent(turn: Turn, draft: Draft) -> Case | None:
    if belongs_to_case(draft):
        return await attach_leftover(turn.work, draft)
    return await hand_over_draft(turn.work, draft, "tell.handed_over_long")


async def refused_more(turn: Turn, form: Form, said: Input) -> bool:
    """An official's form that holds twice its limit takes no more: it is a record, and they can press.

    Nor does that of somebody who has not agreed: what they told may be sent to nobody.
    """
    draft = opened(turn)
    if not isinstance(said, Spoke) or not is_overfull(draft, turn.work.rules.story):
        return False
    if form.watched and not needs_consent(turn.person, draft):
        return False
    await ask_again(turn, form, "form.agree_first" if form.watched else "form.no_more")
    return True
