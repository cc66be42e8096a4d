"""Words meant for a case whose writer never pressed «that is all»: they reach the case all the same."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.callbacks.follow_up import explain_rating
from desk.actions.cases.door import Refusal
from desk.actions.reports.abandoned_drafts import drop_unagreed, hand_over_draft, let_go
from desk.actions.reports.additions import add_to_case
from desk.domain.cases.card_forms import CASE_ID, WHY, WhyTold
from desk.domain.cases.case import Case
from desk.domain.people.people import Person
from desk.domain.reports.forms import ADDITION, DUPLICATE, GIVING, REPORT
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.reading import Unanswered, number_at, read
from desk.ports.work import Work


def belongs_to_case(draft: Draft) -> bool:
    """Whether the draft holds words for a case that exists."""
    return draft.has_story and draft.form in (ADDITION.name, DUPLICATE.name, GIVING.name, WHY.name)


async def attach_leftover(work: Work, draft: Draft) -> Case | None:
    """Attach the words to their case; when that is closed they become a report of their own."""
    person = await work.people.find_by_user(draft.chat_id)
    if person is None:
        return None
    result = await _attach(work, person, draft)
    if isinstance(result, Refusal):
        case = await hand_over_draft(work, replace(draft, form=REPORT.name))
        if case is None:
            await drop_unagreed(work, draft)
        return case
    await let_go(work, draft)
    return result


async def _attach(work: Work, person: Person, draft: Draft) -> Case | Refusal:
    answers = (await work.drafts.whole(draft)).answers
    why = read(WhyTold, answers)
    if draft.form == WHY.name and not isinstance(why, Unanswered):
        return await explain_rating(work, person, why.case_id, why.rating, why.story)
    return await add_to_case(
        work, person, number_at(answers, CASE_ID) or 0, story_of(answers), heard=draft.alarmed
    )
