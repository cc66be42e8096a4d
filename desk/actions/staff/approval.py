"""The two-person rule: what the county cannot do without changes hands only when two agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.staff.change import (
    By,
    administrator,
    carry_out,
    change_objection,
    county_posts,
    note_change,
)
from desk.actions.staff.text import wish_words
from desk.domain.people.people import Person, Role, Staff
from desk.domain.staff.staff_checks import needs_two
from desk.domain.staff.staffing import APPROVAL_DAYS, Approval, StaffAct, StaffWish
from desk.domain.talk.messages import Button, Json, Message, Rows, message_to
from desk.ports.work import Work

ADMINISTRATOR: Final = "administrator"
_ALONE: Final = Refusal("roster.approval.alone")
_ASKED_BEFORE: Final = Refusal("roster.approval.asked_before")
_LAPSED: Final = Refusal("roster.approval.lapsed", {"days": APPROVAL_DAYS})
_RULED: Final = Refusal("roster.approval.ruled")


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """Somebody else must agree first; these were asked."""

    wish: StaffWish
    others: tuple[Staff, ...]


async def wish_for(work: Work, person: Person, wish: StaffWish) -> StaffWish | ApprovalAsked | Refusal:
    """What an administrator wants: done at once, or asked of the others where two must agree."""
    staff = await administrator(work, person)
    if isinstance(staff, Refusal):
        return staff
    refusal = await change_objection(work, wish)
    if refusal is not None:
        return refusal
    if not needs_two(wish, await county_posts(work)):
        return await carry_out(work, By(ADMINISTRATOR, person.id), wish)
    return await _ask(work, person, staff, wish)


async def _ask(work: Work, person: Person, staff: Staff, wish: StaffWish) -> ApprovalAsked | Refusal:
    others = await _others(work, staff.id, wish)
    if not others:
        return _ALONE
    if any(_same(one.wish, wish) for one in await work.approvals.open()):
        return _ASKED_BEFORE
    approval_id = await work.approvals.ask(Approval(0, wish, staff.id, work.now))
    await note_change(
        work, By(ADMINISTRATOR, person.id), StaffAct.WISH, f"approval:{approval_id} act:{wish.act}"
    )
    words = {**await wish_words(work, wish), "asker": staff.name, "days": APPROVAL_DAYS}
    for other in others:
        await work.outbox.say(_card(approval_id, other, words))
    return ApprovalAsked(wish, tuple(others))


async def rule(work: Work, person: Person, approval_id: int, *, granted: bool) -> Approval | Refusal:
    """The second administrator agrees or not; agreed is done at once, if it still can be."""
    found = await _to_rule(work, person, approval_id)
    if isinstance(found, Refusal):
        return found
    approval, staff = found
    by = By(ADMINISTRATOR, person.id)
    done = await carry_out(work, by, approval.wish) if granted else approval.wish
    if isinstance(done, Refusal):
        return done
    if not await work.approvals.rule(approval_id, staff.id, granted=granted):
        return _RULED
    act = StaffAct.AGREE if granted else StaffAct.DISAGREE
    await note_change(work, by, act, f"approval:{approval_id} asked_by:{approval.asked_by}")
    await _tell_ruling(work, approval, staff, granted=granted)
    return approval


async def _to_rule(work: Work, person: Person, approval_id: int) -> tuple[Approval, Staff] | Refusal:
    """What is asked, and the administrator who may answer it now."""
    approval, staff = await work.approvals.find(approval_id), await administrator(work, person)
    if approval is None or isinstance(staff, Refusal):
        return NOT_YOURS
    if staff.id not in {one.id for one in await _others(work, approval.asked_by, approval.wish)}:
        return NOT_YOURS
    if approval.granted is not None:
        return _RULED
    return _LAPSED if approval.lapsed(work.now) else (approval, staff)


async def _others(work: Work, asker_id: int, wish: StaffWish) -> Sequence[Staff]:
    """Who may agree: whoever else holds the county office's post, but for those whom it is about."""
    holders = {
        post.holder.id: post.holder
        for post in await work.staff.posts_in([work.areas.county.code])
        if post.role is Role.COUNTY_OFFICE and post.holder is not None and post.holder.present
    }
    about = {asker_id, wish.staff_id, wish.to_id}
    return [staff for staff_id, staff in sorted(holders.items()) if staff_id not in about]


def _same(one: StaffWish, other: StaffWish) -> bool:
    """Asked twice is asked once; the moments may differ."""
    fixed = ("act", "staff_id", "post_id", "to_id", "role", "area_code", "department")
    return all(getattr(one, name) == getattr(other, name) for name in fixed)


def _card(approval_id: int, to: Staff, words: dict[str, Json]) -> Message:
    rows: Rows = (
        (
            Button("roster.approval.agree", f"v:{approval_id}:yes"),
            Button("roster.approval.disagree", f"v:{approval_id}:no"),
        ),
    )
    return message_to(to, _key(approval_id, to), "roster.approval.card", words, rows)


def _key(approval_id: int, to: Staff) -> str:
    return f"approval:{approval_id}:{to.id}"


async def _tell_ruling(work: Work, approval: Approval, by: Staff, *, granted: bool) -> None:
    """Every copy of the card loses its buttons, and the asker hears."""
    words = {**await wish_words(work, approval.wish), "by": by.name, "granted": granted}
    asker = await work.staff.find(approval.asked_by)
    copies = {one.id: one for one in (by, *await _others(work, approval.asked_by, approval.wish))}
    for one in [*copies.values(), *([] if asker is None else [asker])]:
        if one.user_id is None:
            continue
        key = _key(approval.id, one)
        message = message_to(one, f"{key}:ruled", "roster.approval.ruling", words)
        await work.outbox.say(replace(message, edits="" if one is asker else key))
