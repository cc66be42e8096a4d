"""Danger: help first. People are told while the form is still half empty.

What may be a complaint about somebody in office is told to those outside the line alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from desk.actions.ports import Work
from desk.actions.submit import Report
from desk.actions.who import choose, choose_above, organisation_of, organisation_without, posts_over
from desk.domain.areas import Area, Level
from desk.domain.cases import OUTSIDE, Case, Hold, Kind
from desk.domain.danger import complaint_in, danger_in
from desk.domain.drafts import ALARMED, Draft
from desk.domain.forms import story_of, with_story
from desk.domain.messages import Button, Json, Keyboard, Lane, Message
from desk.domain.people import Person, Post, Role, Staff
from desk.domain.report_forms import ACCUSES, COMPLAINING, COMPLAINT, REPORT, WHICH, About, is_nameless
from desk.domain.routing import Choice, Organisation, Unrouted, above, accountable, superior
from desk.domain.task_forms import CASE_ID

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STORY: Final = 1200  # characters
# In the mark of an alarmed draft: when danger was first seen, and the cards: key, chat, language.
AT, TOLD = "at", "told"


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who is to be told, in this order; `nameless` where they must not learn who said it."""

    choices: Sequence[Choice]
    nameless: bool
    outside: bool = False


async def look_for_danger(work: Work, person: Person, draft: Draft, text: str) -> tuple[Draft, Choice | None]:
    """Tell those who answer for it, and those above, at the first dangerous word of a draft.

    Returns the draft, marked where danger was heard for the first time, and who was told first, if anybody.
    """
    if draft.alarmed or not danger_in(text, work.rules):
        return draft, None
    recent = await with_newest(work, draft)
    try:
        heard = await _who_hears(work, person, recent)
    except Unrouted:  # everybody outside the line is barred: there are only the emergency numbers
        return await _tell(work, person, recent, _Heard((), nameless=True, outside=True)), None
    return await _tell(work, person, recent, heard), heard.choices[0]


async def alarm_the_line(work: Work, person: Person, draft: Draft) -> Draft:
    """Tell village and town after all: it sounded like a complaint, and its writer says that it is none."""
    if not was_outside(draft):
        return draft
    recent = await with_newest(work, draft)
    marked = await _tell(work, person, recent, await _line(work, person, draft))
    return replace(draft, answers={**draft.answers, ALARMED: marked.answers[ALARMED]})


async def with_newest(work: Work, draft: Draft) -> Draft:
    """The draft with the newest of its story among the answers: the whole may be long."""
    return with_story(draft, await work.drafts.newest(draft))


async def take_back_alarm(work: Work, draft: Draft) -> None:
    """Take the personal words off the cards of an alarm: its writer does not want them known."""
    told = _told_by(draft)
    for key, chat_id, language in told:
        await work.outbox.say(
            Message(
                key=f"{key}:taken_back",
                chat_id=chat_id,
                template="alarm.taken_back",
                lane=Lane.WAITING,
                language=language,
                edits=key,
                hidden=True,
            )
        )
    await work.outbox.forget([key for key, _, _ in told])


def was_outside(draft: Draft) -> bool:
    """Whether danger in this draft was told outside the line only."""
    marked = draft.answers.get(ALARMED)
    return isinstance(marked, dict) and bool(marked.get("outside"))


def was_named(draft: Draft) -> bool:
    """Whether those who were told learnt who said it."""
    marked = draft.answers.get(ALARMED)
    return isinstance(marked, dict) and bool(marked.get("named"))


async def _who_hears(work: Work, person: Person, draft: Draft) -> _Heard:
    case_id = draft.answers.get(CASE_ID)
    case = await work.cases.find(case_id) if isinstance(case_id, int) else None
    if case is not None:
        return await _of_case(work, case)
    if _may_be_complaint(work, draft):
        return await _outside(work, person, draft)
    return await _line(work, person, draft)


async def _of_case(work: Work, case: Case) -> _Heard:
    organisation = await organisation_of(work, case)
    higher = choose_above(case, organisation)
    first = choose(case, organisation)
    return _Heard([first] if higher is None else [first, higher], case.anonymous, case.outside)


async def _line(work: Work, person: Person, draft: Draft) -> _Heard:
    area = area_of(work, person, draft)
    organisation = Organisation(await posts_over(work, area.code), work.areas.line(area.code), work.now)
    first = accountable(organisation, Hold(area.level))
    higher = None if area.level is Level.COUNTY else superior(organisation, Hold(area.level))
    return _Heard([first] if higher is None else [first, higher], nameless=False)


async def _outside(work: Work, person: Person, draft: Draft) -> _Heard:
    """The post outside the line and, where it cannot be about them, the county's duty officer."""
    area = area_of(work, person, draft)
    posts = await posts_over(work, area.code)
    suspects = _suspects(await work.drafts.whole(draft), posts)
    organisation = await organisation_without(work, area.code, suspects, posts)
    first = accountable(organisation, OUTSIDE)
    duty = (one for one in above(organisation, OUTSIDE) if one.post.role is Role.COUNTY_OFFICE)
    unclear = draft.answers.get("about") == About.COUNTY and not _named(draft)
    return _Heard([first, *islice(duty, 0 if unclear else 1)], is_nameless(draft.answers), outside=True)


def _may_be_complaint(work: Work, draft: Draft) -> bool:
    """By its form, or by the words of whoever has not said yet what it is."""
    if draft.form == COMPLAINT.name:
        return draft.answers.get("about") != About.NOBODY
    if draft.form == REPORT.name and WHICH in draft.answers:
        return False
    accuses = bool(draft.answers.get(ACCUSES) or draft.answers.get(COMPLAINING))
    return accuses or complaint_in(_story(draft), work.rules) is not None


def _suspects(draft: Draft, posts: Sequence[Post]) -> set[int]:
    """The official who was picked, and everybody whose name is in the story."""
    story, picked = _story(draft), _named(draft)
    named = {staff.id for post in posts for staff in post.people if staff.name and staff.name in story}
    return named if picked is None else named | {picked}


def _named(draft: Draft) -> int | None:
    return Report(Kind.COMPLAINT, draft.answers).accused_id


def area_of(work: Work, person: Person, draft: Draft) -> Area:
    """Where help is needed, as far as anybody has said."""
    return work.areas.get(_place(person, draft)) or work.areas.county


def _place(person: Person, draft: Draft) -> str:
    place = draft.answers.get("place")
    return place if isinstance(place, str) else person.area_code or ""


def _story(draft: Draft) -> str:
    return "\n".join(str(piece.get("text", "")) for piece in story_of(draft.answers))


async def _tell(work: Work, person: Person, draft: Draft, heard: _Heard) -> Draft:
    told: list[Json] = [*_told_by_json(draft)]
    for choice in heard.choices:
        if choice.staff.user_id is not None:
            message = alarm_message(work, person, draft, (choice.staff, heard.nameless))
            await work.outbox.say(message)
            told.append([message.key, message.chat_id, message.language])
    named = was_named(draft) or not heard.nameless
    before = draft.answers.get(ALARMED)
    known = before if isinstance(before, dict) else {AT: work.now.isoformat()}
    marked: Json = {**known, "outside": heard.outside, "named": named, TOLD: told}
    return replace(draft, answers={**draft.answers, ALARMED: marked})


def _told_by_json(draft: Draft) -> list[Json]:
    marked = draft.answers.get(ALARMED)
    told = marked.get(TOLD) if isinstance(marked, dict) else None
    return told if isinstance(told, list) else []


def _told_by(draft: Draft) -> list[tuple[str, int, str]]:
    told = [one for one in _told_by_json(draft) if isinstance(one, list)]
    return [(str(key), chat, str(language)) for key, chat, language in told if isinstance(chat, int)]


def call_code(draft: Draft) -> str:
    """What «I call» under an alarm carries: when the draft was begun, and nothing of whose it is."""
    return f"d:{(draft.started_at - _EPOCH) // timedelta(microseconds=1)}"


def begun_at(code: int) -> datetime:
    """The moment in such a button. Raises OverflowError for what no draft can have."""
    return _EPOCH + timedelta(microseconds=code)


def alarm_message(
    work: Work, person: Person, draft: Draft, to: tuple[Staff, bool], what: str = ""
) -> Message:
    """The alarm for one official, who may or may not learn who said it; `what` where it climbs."""
    staff, nameless = to
    code = _place(person, draft)
    return Message(
        key=f"alarm:{draft.chat_id}:{draft.started_at.isoformat()}:{staff.id}{what and ':' + what}",
        chat_id=staff.user_id or 0,
        template="alarm.card",
        arguments={
            "climbed": what,
            "nameless": nameless,
            "name": "" if nameless else person.name,
            "phone": "" if nameless else person.phone,
            "place": work.areas.path(code) if code else "",
            "story": _story(draft)[:_STORY],
        },
        rows=((Button("alarm.call", call_code(draft)),),),
        keyboard=Keyboard.INLINE,
        lane=Lane.WAITING,
        language=staff.language,
        hidden=True,  # the key names whose chat it was
    )
