"""A resident's report: how it begins, and what happens when its forms are through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds
from desk.actions.danger.alarm import leave_alarm, pass_on_phone, tell_those_there, what_was_said
from desk.actions.danger.alarm_case import is_silenced
from desk.actions.danger.doubt import forget_doubt
from desk.actions.danger.listening import accuses
from desk.actions.households.family_card import ask_village
from desk.actions.people.subscriptions import ask_once
from desk.actions.reports.submit import submit_report
from desk.actions.reports.trouble_heard import trouble_in
from desk.actions.reports.village_named import village_named
from desk.domain.cases.case import Kind
from desk.domain.policy.view import VIEW, PolicyView
from desk.domain.reports.asking import is_plain_question
from desk.domain.reports.forms import (
    ADDITION,
    ASK_PERSON,
    COMPLAINING,
    CONSENTED,
    DUPLICATE,
    FREE,
    HEARD_AS,
    HOME,
    KNOWN_PHONE,
    KNOWN_PLACE,
    QUESTION,
    REPORT,
    SOUNDS_LIKE,
    SUGGESTION,
    AdditionTold,
    HomeTold,
    same_case_in,
)
from desk.domain.reports.report import Report, read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, Answers, story_of
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import text_at
from handlers.people.contacts import tell_officials
from handlers.reports.adding import add_and_answer
from handlers.reports.duplicate import asked_if_same
from handlers.talk.endings import ends, told_in
from handlers.talk.forms import begin_draft, open_form
from handlers.talk.menu import say_receipt, say_with_menu
from handlers.talk.questions import place_said
from handlers.talk.turn import Change, Ending, StepName, Turn


def known(turn: Turn) -> dict[str, Json]:
    """What need not be asked any more."""
    person = turn.person
    place = person.area_code if person.area_code and turn.work.areas.get(person.area_code) else None
    return {
        CONSENTED: person.consent_version == turn.work.rules.consent_version,
        KNOWN_PLACE: place is not None,
        "place": place,
        # A number that was only said is asked for once more, now with the button that proves it.
        KNOWN_PHONE: bool(person.verified or (person.phone and person.card_asked_at)),
    }


async def begin_report(turn: Turn, facts: Answers | None = None) -> None:
    """Open the report form, with more facts than are known of the person."""
    await open_form(turn, REPORT, {**known(turn), **(facts or {})})


async def begin_question(turn: Turn) -> None:
    """Open the form for a policy question."""
    await open_form(turn, QUESTION, known(turn))


async def begin_suggestion(turn: Turn) -> None:
    """Open the form for an idea."""
    await open_form(turn, SUGGESTION, known(turn))


async def begin_free(turn: Turn, view: PolicyView | None = None) -> None:
    """A message out of the blue begins a report until its writer says otherwise; nothing is asked yet.

    `view` is what the policy library shows about it, if it does.
    """
    heard = turn.work.hearing.hear(turn.said.text)
    plainly_asks = is_plain_question(turn.said.text, heard, turn.work.rules.asking)
    accusing = accuses(turn.work, turn.said.text) and not plainly_asks
    said: list[Json] = [turn.said.piece()]
    facts: dict[str, Json] = {
        **known(turn),
        FREE: True,
        HEARD_AS: heard.act.value,
        COMPLAINING: accusing,
        STORY: said,
    }
    kind = trouble_in(turn.work, turn.said.text)
    if kind:
        facts[SOUNDS_LIKE] = facts["trouble"] = kind
    if view is not None:
        facts[VIEW] = view.to_json()
    village = "" if facts[KNOWN_PLACE] else village_named(turn.work, turn.said.text)
    if village:
        facts |= {"place": village, KNOWN_PLACE: True}
    await begin_draft(turn, REPORT, facts)


async def finish_report(turn: Turn, draft: Draft) -> None:
    """Send the report and say who will come, by when, and what to do if it gets worse."""
    if not await asked_if_same(turn, draft, Kind.HARDSHIP):
        await _finish(turn, draft, Kind.HARDSHIP)


async def finish_duplicate(turn: Turn, draft: Draft) -> None:
    """More words for the report of before, or a report of its own; either way nothing is lost."""
    case_id, pieces = same_case_in(draft.answers), story_of(draft.answers)
    heard = draft.alarmed
    if case_id is None or isinstance(await add_and_answer(turn, case_id, pieces, heard=heard), Refusal):
        await _finish(turn, draft, Kind.HARDSHIP)


async def finish_question(turn: Turn, draft: Draft) -> None:
    """Hand the question to whoever answers it."""
    await _finish(turn, draft, Kind.POLICY_QUESTION)


async def finish_suggestion(turn: Turn, draft: Draft) -> None:
    """Hand the idea to whoever answers it."""
    await _finish(turn, draft, Kind.SUGGESTION)


async def _finish(turn: Turn, draft: Draft, kind: Kind) -> None:
    report = read_report(kind, draft.answers)
    await learn_about(turn, report)
    case = await submit_report(turn.work, turn.person, report)
    owner = (await who_holds(turn.work, case)).staff
    await say_receipt(
        turn,
        case,
        _RECEIPTS[kind],
        place=place_said(turn, case.area_code),
        subject=case.subject[:_SUBJECT_SHOWN],
        owner=owner.name,
        phone=owner.phone,
        visit_due_at=case.visit_due_at.isoformat(),
        reply_due_at=case.reply_due_at.isoformat(),
        danger=case.danger and not await is_silenced(turn.work, case),
        hotline=turn.work.rules.hotline,
    )
    if report.agreed_now:  # their first: from now on the desk may know what they wish
        await ask_once(turn.work, turn.person)


_SUBJECT_SHOWN: Final = 20  # characters
_RECEIPTS: Final = {
    Kind.HARDSHIP: "report.receipt",
    Kind.POLICY_QUESTION: "question.receipt",
    Kind.SUGGESTION: "suggestion.receipt",
}


async def learn_about(turn: Turn, report: Report) -> None:
    """Keep village and number for the next time; what was said for somebody else stays with the case."""
    if report.for_other:
        return
    person, place = turn.person, report.place
    home = report.kind not in {Kind.SUGGESTION, Kind.COMPLAINT}  # these may be about any village
    if home and place_said(turn, place) and turn.work.areas.get(place):
        person = replace(person, area_code=place)
    if report.asked_contact:
        person = replace(person, phone=report.contact or person.phone, card_asked_at=turn.work.now)
    if person != turn.person:
        turn.person = person
        await turn.work.people.save(person)
        await ask_village(turn.work, person)


async def finish_addition(turn: Turn, draft: Draft) -> None:
    """Attach the words to the case they were written for."""
    told = await told_in(turn, draft, AdditionTold)
    if told is None:
        return
    result = await add_and_answer(turn, told.case_id, told.story, heard=draft.alarmed)
    if isinstance(result, Refusal):
        # The case was closed meanwhile: the words become the beginning of a new report.
        await begin_report(turn, {FREE: True, STORY: [dict(piece) for piece in told.story]})


async def finish_home(turn: Turn, told: HomeTold) -> None:
    """Remember where somebody lives."""
    if turn.work.areas.get(told.place):
        turn.person = replace(turn.person, area_code=told.place)
        await turn.work.people.save(turn.person)
    await say_with_menu(turn, "home.done", place=turn.work.areas.path(told.place))
    if told.show_officials:
        await tell_officials(turn)


async def decline(turn: Turn, draft: Draft) -> None:
    """Without consent nothing is kept; an alarm loses their words and goes on until somebody answers."""
    await turn.work.inbox.forget(turn.said)
    await leave_alarm(turn.work, draft)
    await forget_doubt(turn.work, draft)
    await say_with_menu(
        turn, "report.declined", hotline=turn.work.rules.hotline, alarmed=what_was_said(draft)
    )


async def pass_on_number(turn: Turn, draft: Draft) -> Draft:
    """Whoever gave their number after an alarm is rung up on it."""
    number = text_at(draft.answers, "contact")
    if draft.alarmed and number:
        await pass_on_phone(turn.work, draft, number)
    return draft


async def pass_on_place(turn: Turn, draft: Draft) -> Draft:
    """Once an alarmed report has a place, whoever answers there hears of it."""
    if draft.alarmed:
        await tell_those_there(turn.work, turn.person, draft)
    return draft


ANSWERED: Final[Mapping[StepName, Change]] = {
    (REPORT.name, "contact"): pass_on_number,
    (REPORT.name, "place"): pass_on_place,
}
ENDINGS: Final[Mapping[str, Ending]] = {
    REPORT.name: finish_report,
    QUESTION.name: finish_question,
    ASK_PERSON.name: finish_question,
    SUGGESTION.name: finish_suggestion,
    ADDITION.name: finish_addition,
    DUPLICATE.name: finish_duplicate,
    HOME.name: ends(HomeTold, finish_home),
}
LEAVINGS: Final[Mapping[StepName, Ending]] = {
    (REPORT.name, "consent"): decline,
    (QUESTION.name, "consent"): decline,
    (ASK_PERSON.name, "consent"): decline,
    (SUGGESTION.name, "consent"): decline,
}
