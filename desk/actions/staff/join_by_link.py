"""Joining: an official claims the one-time invitation and gets what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds
from desk.actions.handing_over.assign import follow_owner, hand_card
from desk.actions.staff.holdings import find_falling_to
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person, Post, Staff
from desk.domain.staff.staffing import Invitation
from desk.ports.work import Work

TRIES = 5
# One sentence for every reason, so that nobody learns what a link is worth.
NOT_VALID = Refusal("join.not_valid")


@dataclass(frozen=True, slots=True)
class Joined:
    """An official who has just been bound, with their posts and how many cases wait for them."""

    staff: Staff
    posts: tuple[Post, ...]
    waiting: int


def digest_of(token: str) -> str:
    """What is stored of an invitation's token."""
    return sha256(token.encode()).hexdigest()


async def open_invitation(work: Work, person: Person, token_hash: str) -> Invitation | Refusal:
    """Tie the invitation to the first who opens it; everybody else is told the same as for a wrong link."""
    invitation = await work.staff.find_invitation(token_hash)
    if invitation is None or not _open(work, invitation):
        return NOT_VALID
    if invitation.opened_by not in (None, person.id):
        return NOT_VALID
    if not await work.staff.open_invitation(invitation.id, person.id):
        return NOT_VALID
    return invitation


def _open(work: Work, invitation: Invitation) -> bool:
    usable = invitation.claimed_at is None and invitation.tries < TRIES
    return usable and work.now < invitation.expires_at


async def claim_invitation(work: Work, person: Person, token_hash: str, phone: str) -> Joined | Refusal:
    """Bind the person to the staff list if their own number is the one listed, and hand over what waits."""
    invitation = await open_invitation(work, person, token_hash)
    if isinstance(invitation, Refusal):
        return invitation
    listed = await work.staff.find_by_phone(phone)
    if listed is None or listed.id != invitation.staff_id or listed.revoked:
        await work.staff.count_try(invitation.id)
        return NOT_VALID
    if not await work.staff.bind(listed.id, person.id):
        return NOT_VALID
    await work.staff.claim_invitation(invitation.id)
    await work.people.verify(person, phone)
    await work.ledger.append(Entry(None, "join", "official", person_id=person.id))
    return await _welcome(work, person)


async def _welcome(work: Work, person: Person) -> Joined:
    staff = await work.staff.find_by_person(person.id)
    if staff is None:
        raise LookupError("the official just bound is not found")
    posts = tuple(await work.staff.posts_of(staff.id))
    return Joined(staff, posts, await hand_open_cards(work, staff))


async def hand_open_cards(work: Work, staff: Staff) -> int:
    """Cards of everything this official answers for now; returns how many there are."""
    held = await find_falling_to(work, staff)
    for case in held:
        choice = await who_holds(work, case)
        if case.told_staff_id == staff.id:
            await hand_card(work, case, choice)
        else:
            await follow_owner(work, case, choice)
    return len(held)
