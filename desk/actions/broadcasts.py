"""Composing a broadcast, a second person's word, pausing, stopping, receipts and unsubscribing.

The desks of a town and of the county write to their own area or a part of it, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.broadcast_words import ask_key, ask_second, notice_message, say_card
from desk.actions.door import NOT_YOURS, STALE, Conflict, Refusal
from desk.actions.ports import Work
from desk.domain.areas import Area
from desk.domain.broadcasts import (
    AUTHORS,
    FILES,
    POSSIBLE,
    Broadcast,
    BroadcastAct,
    BroadcastState,
    Missed,
    Recipients,
    Tally,
    area_and_below,
    parts,
    too_long,
)
from desk.domain.ledger import Entry
from desk.domain.messages import Lane, Message
from desk.domain.people import Person, Post, Role, Staff

NOBODY: Final = Refusal("broadcast.nobody")
_ALONE: Final = Refusal("broadcast.alone")
_EMPTY: Final = Refusal("broadcast.empty")
_TOO_LONG: Final = Refusal("broadcast.too_long")
_LAPSED: Final = Refusal("broadcast.lapsed")
_MISSED: Final = 20
_SECOND: Final = frozenset({Role.COUNTY_OFFICE, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said: words, a file of a kind that Telegram knows, or both."""

    text: str
    file_id: str = ""
    file_kind: str = ""


async def desk_posts(work: Work, person: Person) -> Sequence[Post]:
    """The posts by which this person may write to many; none for everybody else."""
    staff = await work.staff.find_by_person(person.id)
    if staff is None or staff.revoked:
        return ()
    return [post for post in await work.staff.posts_of(staff.id) if post.role in AUTHORS]


async def areas_of(work: Work, person: Person) -> Sequence[Area]:
    """The areas that this person may write to: their own, and what those consist of."""
    found = {
        area.code: area
        for post in await desk_posts(work, person)
        for area in parts(work.areas, post.area_code)
    }
    return list(found.values())


async def _office(work: Work, person: Person, area_code: str) -> Post | None:
    """The post by which they may write to this area."""
    above = {area.code for area in work.areas.line(area_code)}
    return next((post for post in await desk_posts(work, person) if post.area_code in above), None)


async def compose(work: Work, person: Person, recipients: Recipients, words: Words) -> Broadcast | Refusal:
    """Store it and read it back to its author, exactly as it will look; nothing is sent yet."""
    post = await _office(work, person, recipients.area_code)
    if post is None:
        return NOT_YOURS
    file_id = words.file_id if words.file_kind in FILES else ""
    if not (words.text or file_id):
        return _EMPTY
    if too_long(words.text, file_id):
        return _TOO_LONG
    count = await _count(work, recipients)
    if not count:
        return NOBODY
    kind = words.file_kind if file_id else ""
    new = Broadcast(0, recipients, post.area_code, person.id, words.text, file_id, kind, count=count)
    broadcast = replace(new, id=await work.broadcasts.add(new))
    shown = notice_message(work, broadcast, f"notice:{broadcast.id}:shown", person)
    await work.broadcasts.keep_content(broadcast.id, shown)
    await _note(work, person, broadcast, BroadcastAct.COMPOSE, post.role)
    await work.outbox.say(shown)
    await say_card(work, broadcast, await work.broadcasts.mail.tally(broadcast.id))
    return broadcast


async def _count(work: Work, recipients: Recipients) -> int:
    return await work.broadcasts.mail.count(recipients, area_and_below(work.areas, recipients.area_code))


async def send(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    """Send it off; above the number that the rules name a second person is asked first."""
    found = await _to_change(work, person, broadcast_id, BroadcastAct.SEND)
    if isinstance(found, Refusal):
        return found
    broadcast, role = found
    broadcast = replace(broadcast, count=await _count(work, broadcast.recipients))
    if broadcast.count <= work.rules.handling.broadcast_second_person:
        return await _change(work, person, broadcast, BroadcastAct.SEND, role)
    others = await _others(work, broadcast)
    if not others:
        return _ALONE
    asked = replace(broadcast, state=BroadcastState.ASKED, asked_at=work.now)
    asked = await _save(work, asked)
    await _note(work, person, asked, BroadcastAct.SEND, role)
    await say_card(work, asked, Tally())
    staff = await work.staff.find_by_person(person.id)
    await ask_second(work, asked, "" if staff is None else staff.name, others)
    return asked


async def act_on(work: Work, person: Person, broadcast_id: int, act: BroadcastAct) -> Broadcast | Refusal:
    """Pause, resume or stop it. What is on its way to Telegram at this moment still arrives."""
    found = await _to_change(work, person, broadcast_id, act)
    if isinstance(found, Refusal):
        return found
    broadcast, role = found
    changed = await _change(work, person, broadcast, act, role)
    if broadcast.state is BroadcastState.ASKED:
        await _close_questions(work, changed)
    return changed


async def rule_on(work: Work, person: Person, broadcast_id: int, *, granted: bool) -> Broadcast | Refusal:
    """A second person lets it go, or does not."""
    broadcast = await work.broadcasts.find(broadcast_id)
    staff = await work.staff.find_by_person(person.id)
    if broadcast is None or staff is None:
        return NOT_YOURS
    if staff.id not in {other.id for other in await _others(work, broadcast)}:
        return NOT_YOURS
    act = BroadcastAct.APPROVE if granted else BroadcastAct.DECLINE
    if broadcast.state not in POSSIBLE[act][0]:
        return STALE
    if broadcast.lapsed(work.now):
        return _LAPSED
    changed = await _change(work, person, replace(broadcast, ruled_by=person.id), act, "second_person")
    await _close_questions(work, changed)
    return changed


async def missed_by(work: Work, person: Person, broadcast_id: int) -> Sequence[Missed] | Refusal:
    """Some of those whom it did not reach for certain."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None or await _office(work, person, broadcast.office_code) is None:
        return NOT_YOURS
    return await work.broadcasts.mail.missed(broadcast_id, _MISSED)


async def receive(work: Work, person: Person, broadcast_id: int) -> bool:
    """They have read it; False for whom it was never meant."""
    if not await work.broadcasts.mail.is_recipient(broadcast_id, person.id):
        return False
    await work.broadcasts.receive(broadcast_id, person.id)
    return True


async def subscribe(work: Work, person: Person, *, wanted: bool) -> None:
    """Whether notices to residents go to them; what has not left yet is dropped with it."""
    await work.broadcasts.subscribe(person.id, wanted=wanted)
    if not wanted:
        await work.broadcasts.mail.drop_for(person.user_id)


async def _to_change(
    work: Work, person: Person, broadcast_id: int, act: BroadcastAct
) -> tuple[Broadcast, Role] | Refusal:
    """The broadcast, and the role by which this person may do that to it now."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None:
        return NOT_YOURS
    post = await _office(work, person, broadcast.office_code)
    # What nobody has sent yet is its author's alone.
    own = broadcast.author_id == person.id or broadcast.state is not BroadcastState.COMPOSED
    if post is None or not own:
        return NOT_YOURS
    return (broadcast, post.role) if broadcast.state in POSSIBLE[act][0] else STALE


async def _change(
    work: Work, person: Person, broadcast: Broadcast, act: BroadcastAct, capacity: str
) -> Broadcast:
    changed = await _save(work, replace(broadcast, state=POSSIBLE[act][1]))
    if act in (BroadcastAct.PAUSE, BroadcastAct.STOP):
        await work.broadcasts.mail.park(changed.id)
    await _note(work, person, changed, act, capacity)
    await say_card(work, changed, await work.broadcasts.mail.tally(changed.id))
    return changed


async def _save(work: Work, broadcast: Broadcast) -> Broadcast:
    saved = replace(broadcast, version=broadcast.version + 1)
    if not await work.broadcasts.save(saved):
        raise Conflict("the broadcast was changed meanwhile")
    return saved


async def _note(work: Work, person: Person, broadcast: Broadcast, act: BroadcastAct, capacity: str) -> None:
    to = broadcast.recipients
    details = f"broadcast:{broadcast.id} to:{to.audience} area:{to.area_code} count:{broadcast.count}"
    await work.ledger.append(Entry(None, act, capacity, person_id=person.id, details=details))


async def _others(work: Work, broadcast: Broadcast) -> Sequence[Staff]:
    """Who may agree: the county office and the leaders above, but for the author."""
    line = [area.code for area in work.areas.line(broadcast.office_code)]
    found = {
        staff.id: staff
        for post in await work.staff.posts_in(line)
        if post.role in _SECOND
        for staff in (post.holder,)
        if staff is not None and staff.present and staff.person_id != broadcast.author_id
    }
    return [staff for _, staff in sorted(found.items())]


async def _close_questions(work: Work, broadcast: Broadcast) -> None:
    """The question loses its buttons in every chat."""
    for other in await _others(work, broadcast):
        key = ask_key(broadcast.id, other)
        await work.outbox.say(
            Message(
                key=f"{key}:ruled",
                chat_id=other.user_id or 0,
                template="broadcast.ruled",
                arguments={"state": broadcast.state.value, "count": broadcast.count},
                lane=Lane.CARD,
                language=other.language,
                edits=key,
            )
        )
