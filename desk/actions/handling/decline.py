"""Declining a case with a reason, and the review by the level above that the resident may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.actions.cases.door import Access, Refusal, access_case, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import organisation_of
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.assign import hand_card
from desk.domain.cases.case import Act, Case, DueStage
from desk.domain.county.areas import Level
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routing import Choice, above
from desk.domain.people.people import Person, Role
from desk.domain.talk.messages import Button, Rows
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

URGENT_STAYS = Refusal("decline.urgent_stays")
REASON: Final = "declined"  # how the reason is kept


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case is declined: the code of a reason that is often given, or the official's own words."""

    code: str
    piece: Piece


def needs_superior(case: Case) -> bool:
    """Whether somebody may come to harm: nobody below the county office sends such a case away."""
    return case.danger and (case.level is not Level.COUNTY or bool(case.department))


async def decline_case(work: Work, person: Person, case_id: int, reason: Reason) -> Case | Refusal:
    """End the case; the resident learns why, and how to have it looked at by the level above."""
    access = await access_case(work, person, case_id, Act.DECLINE)
    if isinstance(access, Refusal):
        return access
    if needs_superior(access.case):
        return URGENT_STAYS
    staff, words = acting(access), text_in([reason.piece])
    case = await move_case(
        work,
        access,
        Act.DECLINE,
        words,
        reason.code,
        accepted_by=staff.id,
        closed_at=work.now,
        due_stage=None,
        due_at=None,
    )
    piece = {**reason.piece, "code": reason.code}
    await keep_official_words(work, case, person, REASON, [piece])
    await settle(work, case, staff)
    reviewer = await who_reviews(work, case)
    told = {
        **who_comes(case, staff),
        "reason": reason.code,
        "said": words,
        "review": reviewer is not None,
        "days": work.rules.handling.review_days,
        "hotline": work.rules.hotline,
    }
    await tell_reporter(work, case, "decline.told", told, review_rows(case) if reviewer else ())
    return case


def review_rows(case: Case) -> Rows:
    """The button by which a resident goes to the level above."""
    return ((Button("decline.review", f"o:{case.id}:{Act.REVIEW}"),),)


async def who_reviews(work: Work, case: Case) -> Choice | None:
    """The next above who is not the one who declined; None where the line ends, or outside of it."""
    if case.outside:
        return None
    organisation = await organisation_of(work, case)
    higher = (
        choice
        for choice in above(organisation, case.hold)
        if choice.post.role is not Role.LEADER and choice.staff.id != case.accepted_by
    )
    return next(higher, None)


def may_ask_review(work: Work, case: Case) -> bool:
    """Whether there is still time to go to the level above."""
    days = timedelta(days=work.rules.handling.review_days)
    return case.closed_at is not None and work.now <= case.closed_at + days


async def review_case(work: Work, person: Person, case_id: int) -> Case | Refusal:
    """The resident is not content: the level above looks at it anew, with deadlines of its own."""
    access = await access_case(work, person, case_id, Act.REVIEW)
    if isinstance(access, Refusal):
        return access
    hotline = {"hotline": work.rules.hotline}
    if not may_ask_review(work, access.case):
        return Refusal("decline.review_late", hotline)
    reviewer = await who_reviews(work, access.case)
    if reviewer is None:
        return Refusal("decline.no_review", hotline)
    return await _review(work, access, reviewer)


async def _review(work: Work, access: Access, reviewer: Choice) -> Case:
    before = access.case
    case = await move_case(
        work,
        access,
        Act.REVIEW,
        level=reviewer.hold.level,
        department=reviewer.hold.department,
        told_staff_id=reviewer.staff.id,
        accepted_by=None,
        closed_at=None,
        counted_from=work.now,
        visit_due_at=deadlines.visit_due(before.kind, work.now, work.rules),
        reply_due_at=deadlines.reply_due(before.kind, work.now, work.rules),
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=before.danger),
    )
    await settle(work, case, reviewer.staff)
    await hand_card(work, case, reviewer)
    await tell_reporter(work, case, "decline.reviewed", who_comes(case, reviewer.staff))
    return case
