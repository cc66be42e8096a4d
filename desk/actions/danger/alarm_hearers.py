"""Who hears of danger: village and town; of what may be a complaint those outside the line alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from desk.actions.cases.responsible import (
    choose,
    choose_above,
    organisation_of,
    organisation_without,
    posts_over,
)
from desk.actions.danger.listening import accuses
from desk.domain.cases.card_forms import CASE_ID
from desk.domain.cases.case import OUTSIDE as OUTSIDE_THE_LINE
from desk.domain.cases.case import Case, Hold, Kind
from desk.domain.county.areas import Area, Level
from desk.domain.danger.alarms import LINE, NAMELESS, OUTSIDE
from desk.domain.handing_over.routing import Choice, Organisation, Unrouted, above, accountable, superior
from desk.domain.people.people import Person, Post, Role
from desk.domain.reports.forms import (
    ACCUSES,
    COMPLAINING,
    COMPLAINT,
    REPORT,
    WHICH,
    ComplaintTarget,
    is_nameless,
)
from desk.domain.reports.report import accused_in
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who is to be told, in this order, in which circle; `nameless` where they must not learn who said it.

    `mutable` where it may come without a sound from somebody who is muted: a complaint never does.
    """

    choices: Sequence[Choice]
    scope: str
    nameless: bool = False
    mutable: bool = False

    @property
    def outside(self) -> bool:
        """Whether only those outside the line hear of it."""
        return self.scope in {OUTSIDE, NAMELESS}


async def who_hears(work: Work, person: Person, draft: Draft) -> Hearers:
    """Nobody when everybody outside the line is barred: then there are only the emergency numbers."""
    case_id = draft.answers.get(CASE_ID)
    case = await work.cases.find(case_id) if isinstance(case_id, int) else None
    try:
        if case is not None:
            return await _of_case(work, case)
        if _may_be_complaint(work, draft):
            return await _outside(work, person, draft)
    except Unrouted:
        return Hearers((), NAMELESS, nameless=True)
    return await the_line(work, person, draft)


async def the_line(work: Work, person: Person, draft: Draft) -> Hearers:
    """Whoever answers for the place, and whoever stands above."""
    area = area_of(work, place_in(person, draft))
    organisation = await organisation_at(work, area)
    first = accountable(organisation, Hold(area.level))
    higher = None if area.level is Level.COUNTY else superior(organisation, Hold(area.level))
    choices = [first] if higher is None else [first, higher]
    return Hearers(choices, LINE, mutable=draft.form != COMPLAINT.name)


async def organisation_at(work: Work, area: Area) -> Organisation:
    """Everybody who could be asked about a place."""
    return Organisation(await posts_over(work, area.code), work.areas.line(area.code), work.now)


def scope_of(case: Case) -> str:
    """The circle in which danger in words for a case is heard; of an anonymous case it is one of its own."""
    if case.anonymous:
        return f"case:{case.id}"
    return OUTSIDE if case.outside else LINE


def place_in(person: Person, draft: Draft) -> str:
    """The code of the place where help is needed, as far as anybody has said."""
    place = draft.answers.get("place")
    return place if isinstance(place, str) else person.area_code or ""


def area_of(work: Work, code: str) -> Area:
    """The area of a place; the county where none is known."""
    return work.areas.get(code) or work.areas.county


def texts_of(draft: Draft) -> list[str]:
    """The written pieces of a story."""
    return [text for piece in story_of(draft.answers) if (text := str(piece.get("text", "")))]


async def _of_case(work: Work, case: Case) -> Hearers:
    organisation = await organisation_of(work, case)
    higher = choose_above(case, organisation)
    first = choose(case, organisation)
    choices = [first] if higher is None else [first, higher]
    scope, mutable = scope_of(case), case.kind is not Kind.COMPLAINT
    return Hearers(choices, scope, case.anonymous, mutable=mutable and scope == LINE)


async def _outside(work: Work, person: Person, draft: Draft) -> Hearers:
    """The post outside the line and, where it cannot be about them, the county's duty officer."""
    area = area_of(work, place_in(person, draft))
    posts = await posts_over(work, area.code)
    suspects = _suspects(await work.drafts.whole(draft), posts)
    organisation = await organisation_without(work, area.code, suspects, posts)
    first = accountable(organisation, OUTSIDE_THE_LINE)
    duty = (one for one in above(organisation, OUTSIDE_THE_LINE) if one.post.role is Role.COUNTY_OFFICE)
    unclear = draft.answers.get("about") == ComplaintTarget.COUNTY and not _named(draft)
    nameless = is_nameless(draft.answers)
    choices = [first, *islice(duty, 0 if unclear else 1)]
    return Hearers(choices, NAMELESS if nameless else OUTSIDE, nameless)


def _may_be_complaint(work: Work, draft: Draft) -> bool:
    """By its form, or by the words of whoever has not said yet what it is."""
    if draft.form == COMPLAINT.name:
        return draft.answers.get("about") != ComplaintTarget.NOBODY
    if draft.form == REPORT.name and WHICH in draft.answers:
        return False
    known = bool(draft.answers.get(ACCUSES) or draft.answers.get(COMPLAINING))
    return known or any(accuses(work, text) for text in texts_of(draft))


def _suspects(draft: Draft, posts: Sequence[Post]) -> set[int]:
    """The official who was picked, and everybody whose name is in the story."""
    story, picked = "\n".join(texts_of(draft)), _named(draft)
    named = {staff.id for post in posts for staff in post.people if staff.name and staff.name in story}
    return named if picked is None else named | {picked}


def _named(draft: Draft) -> int | None:
    return accused_in(draft.answers)
