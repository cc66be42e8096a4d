"""投诉: whom it is about, with or without one's name, and who hears of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desk.actions.cases.families import names_at_home
from desk.actions.cases.responsible import posts_over, who_holds
from desk.actions.danger.alarm import alarm_the_line, take_back_alarm, was_named, what_was_said
from desk.actions.danger.doubt import forget_doubt
from desk.actions.danger.listening import accuses
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Kind
from desk.domain.handing_over.routing import Unrouted
from desk.domain.people.people import Post
from desk.domain.reports.forms import (
    COMPLAINING,
    COMPLAINT,
    REPORT,
    WHICH,
    ComplaintTarget,
    is_nameless,
)
from desk.domain.reports.own_traces import NAMES_AT_HOME
from desk.domain.reports.report import accused_code, read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, begin, with_picks
from desk.domain.talk.heard import SpeechAct
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import choice_at, text_at
from handlers.reports.report import decline, known, learn_about
from handlers.talk.forms import ask, keep, open_form, opened, put_away
from handlers.talk.menu import say_receipt, say_with_menu
from handlers.talk.questions import READ_BACK, TERM
from handlers.talk.turn import Change, Ending, StepName, Taking, Turn

_OFFERED: Final = 40  # more buttons nobody reads


async def begin_complaint(turn: Turn) -> None:
    """Open the form."""
    await open_form(turn, COMPLAINT, known(turn))


async def leave_which(turn: Turn, draft: Draft) -> None:
    """The free message is a complaint, whose story has been told; or it only asks something."""
    if text_at(draft.answers, WHICH) == COMPLAINT.name:
        await open_form(turn, COMPLAINT, draft.answers)
    else:
        await turn.house.leavings[REPORT.name, "is_it"](turn, draft)


async def name_officials(turn: Turn, draft: Draft) -> Draft:
    """Offer whoever holds a post over the place at the level that it is about."""
    answers = draft.answers
    about = choice_at(answers, "about", ComplaintTarget) or ComplaintTarget.NOBODY
    area = turn.work.areas.get(text_at(answers, "place")) or turn.work.areas.county
    posts = await posts_over(turn.work, area.code)
    here = {one.code for one in turn.work.areas.line(area.code) if one.level is about.level}
    labels = _labels([post for post in posts if post.area_code in here])
    return replace(draft, answers=with_picks(answers, "official", labels))


async def tell_of_danger(turn: Turn, draft: Draft) -> Draft:
    """Who may hear of danger that was told already depends on what the words are."""
    return await alarm_the_line(turn.work, turn.person, draft)


def _labels(posts: Sequence[Post]) -> Mapping[str, str]:
    picks: dict[str, str] = {}
    for post in posts:
        for staff in post.people:
            if not staff.revoked and len(picks) < _OFFERED:
                what = f" {post.department}" if post.department else f"{TERM}terms.role.{post.role.value}"
                picks.setdefault(accused_code(staff.id), f"{staff.name}{what}")
    return picks


async def ask_anew(turn: Turn, form: Form) -> bool:
    """Whether a later message made it sound like a complaint: then that is offered too."""
    text = turn.said.text
    if not accuses(turn.work, text) or turn.work.hearing.hear(text).act is not SpeechAct.COMPLAINT:
        return False  # somebody in office may be mentioned in a wish, or in a question
    former = opened(turn)
    await keep(turn, begin(form, replace(former, answers={**former.answers, COMPLAINING: True})).draft)
    await put_away(turn, form, former)
    await ask(turn, form)
    return True


async def finish_complaint(turn: Turn, draft: Draft) -> None:
    """Send it, and say who takes it up, by when, and who learns of it."""
    report = read_report(Kind.COMPLAINT, draft.answers)
    try:
        case = await submit_report(turn.work, turn.person, report)
    except Unrouted:
        hotline, alarmed = turn.work.rules.hotline, what_was_said(draft)
        await say_with_menu(turn, "complaint.nobody", hotline=hotline, alarmed=alarmed)
        return
    if case.anonymous:
        await take_back_alarm(turn.work, draft)
        await forget_doubt(turn.work, draft)
    else:
        await learn_about(turn, report)
    await _receipt(turn, case, known_already=case.anonymous and was_named(draft))


async def _receipt(turn: Turn, case: Case, *, known_already: bool) -> None:
    owner = (await who_holds(turn.work, case)).staff
    await say_receipt(
        turn,
        case,
        "complaint.receipt",
        outside=case.outside,
        anonymous=case.anonymous,
        known_already=known_already,
        owner=owner.name,
        phone=owner.phone,
        reply_due_at=case.reply_due_at.isoformat(),
        danger=case.danger,
    )


async def know_their_names(turn: Turn, draft: Draft) -> Draft:
    """The names of the register by which the words of somebody who stays unknown could tell who they are."""
    if not is_nameless(draft.answers):
        return draft
    names: list[Json] = [*await names_at_home(turn.work, turn.person)]
    return replace(draft, answers={**draft.answers, NAMES_AT_HOME: names})


ENDINGS: Final[Mapping[str, Ending]] = {COMPLAINT.name: finish_complaint}
LEAVINGS: Final[Mapping[StepName, Ending]] = {
    (COMPLAINT.name, "consent"): decline,
    (REPORT.name, WHICH): leave_which,
}
ASKING: Final[Mapping[StepName, Change]] = {
    (COMPLAINT.name, "official"): name_officials,
    (COMPLAINT.name, READ_BACK): know_their_names,
}
ANSWERED: Final[Mapping[StepName, Change]] = {(REPORT.name, WHICH): tell_of_danger}
BESIDE: Final[Mapping[StepName, Taking]] = {(REPORT.name, "is_it"): ask_anew}
