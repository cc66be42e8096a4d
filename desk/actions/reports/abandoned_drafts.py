"""What becomes of half-done forms that nobody touches: remembered, handed over, or dropped."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.door import Conflict
from desk.actions.cases.tell_reporter import tell_reporter
from desk.actions.danger.alarm_case import is_silenced
from desk.actions.people.contacts import contacts_of
from desk.actions.reports.submit import submit_report
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Case, Kind
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person
from desk.domain.policy.view import gives_way
from desk.domain.reports.forms import ADDITION, ASK_PERSON, COMPLAINT, QUESTION, REPORT, SUGGESTION, WHICH
from desk.domain.reports.report import read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json, Lane, message_to
from desk.ports.work import Work

UNAGREED = "drop_unagreed"  # an act without person and case: it only counts
_KINDS = {
    REPORT.name: Kind.HARDSHIP,
    QUESTION.name: Kind.POLICY_QUESTION,
    ASK_PERSON.name: Kind.POLICY_QUESTION,
    COMPLAINT.name: Kind.COMPLAINT,
    SUGGESTION.name: Kind.SUGGESTION,
}


async def remind_draft(work: Work, draft: Draft) -> None:
    """Ask once, kindly, whether they want to go on; not where a question has its answer.

    Whoever told something and never agreed reads that nobody will learn of it, and whom to ring.
    """
    person = await work.people.find_by_user(draft.chat_id)
    if person is None:
        return
    if gives_way(draft):
        await work.drafts.mark_reminded(draft.chat_id, work.now)
        return
    message = message_to(
        person,
        f"draft:{draft.chat_id}:{draft.started_at.isoformat()}:remind",
        "form.agree_or_forget" if needs_consent(person, draft) else "form.remember",
        {
            "form": draft.form,
            "has_story": draft.has_story,
            "hotline": work.rules.hotline,
            "days": _days_left(work),
            "near": await _nearest(work, person.area_code),
        },
    )
    await work.outbox.say(replace(message, lane=Lane.REMINDER))
    await work.drafts.mark_reminded(draft.chat_id, work.now)


async def hand_over_draft(work: Work, draft: Draft, told: str = "tell.handed_over") -> Case | None:
    """Give a story that nobody finished to the town as an unfinished report; the resident is told.

    What may be a complaint about somebody in office goes to those outside the line.

    None when the form is not one that tells a story, and when its writer never agreed that anybody may read
    it. Danger needs neither: whom or where will do.
    """
    person = await work.people.find_by_user(draft.chat_id)
    if person is None or draft.form not in _KINDS or not (draft.has_story or draft.alarmed):
        return None
    if needs_consent(person, draft):
        return None
    draft = await work.drafts.whole(draft)
    answers = {"place": person.area_code, **draft.answers}
    case = await submit_report(work, person, read_report(_kind_of(draft), answers, unfinished=True))
    await let_go(work, draft)
    called = draft.alarmed and not await is_silenced(work, case)
    template = "tell.handed_over_danger" if called else told
    await tell_reporter(work, case, template, {"outside": case.outside, "anonymous": case.anonymous})
    return case


def _kind_of(draft: Draft) -> Kind:
    """Words that sound like a complaint are one until their writer says otherwise."""
    undecided = draft.form == REPORT.name and draft.step == WHICH
    return Kind.COMPLAINT if undecided else _KINDS[draft.form]


def needs_consent(person: Person, draft: Draft) -> bool:
    """Whether somebody who never agreed told something, and no danger."""
    return draft.has_story and not draft.alarmed and person.consented_at is None


async def _nearest(work: Work, area_code: str | None) -> Json:
    """Who answers for their village now, and the telephone; nothing where the village is not known."""
    area = work.areas.get(area_code) if area_code else None
    return None if area is None else (await contacts_of(work, area))[0]


def _days_left(work: Work) -> int:
    ages = work.rules.drafts
    return max(1, (ages.hand_over_after - ages.remind_after) // 24)


async def drop_unagreed(work: Work, draft: Draft) -> None:
    """Forget what somebody told who never agreed, wherever it was kept; that it happened is counted."""
    await let_go(work, draft)
    await work.inbox.forget_chat(draft.chat_id)
    await work.ledger.append(Entry(None, UNAGREED, Capacity.DESK.value))


async def drop_draft(work: Work, draft: Draft) -> None:
    """Forget a form without a story; words meant for a case are kept with that case elsewhere."""
    if draft.has_story and draft.form in (*_KINDS, ADDITION.name):
        return
    await let_go(work, draft)


async def let_go(work: Work, draft: Draft) -> None:
    """Forget a form that was dealt with. Raises Conflict when its writer has just gone on."""
    if not await work.drafts.drop(draft):
        raise Conflict("the form was changed meanwhile")
