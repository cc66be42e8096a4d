"""Composing a broadcast or a policy sheet, a second person's word, pausing and stopping.

The desks of a town and of the county write to their own area or a part of it; departments send policy sheets
to theirs. Nobody else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.broadcasts.authors import note_broadcast, office_of, office_over
from desk.actions.broadcasts.card_text import ask_key, ask_second, notice_message, say_card
from desk.actions.cases.door import NOT_YOURS, STALE, Conflict, Refusal
from desk.actions.cases.officials import official_of
from desk.domain.broadcasts.broadcast import (
    FILES,
    POSSIBLE,
    Broadcast,
    BroadcastAct,
    BroadcastState,
    Counted,
    DeliveryTally,
    Recipients,
    area_and_below,
    too_long,
)
from desk.domain.people.people import Person, Post, Role, Staff, on_duty
from desk.domain.policy.card import PolicyCard
from desk.domain.talk.messages import Json, message_to
from desk.ports.work import Work

NOBODY: Final = Refusal("broadcast.nobody")
_COUNTING: Final = Refusal("broadcast.counting")
_ALONE: Final = Refusal("broadcast.alone")
EMPTY: Final = Refusal("broadcast.empty")
TOO_LONG: Final = Refusal("broadcast.too_long")
_NOT_CURRENT: Final = Refusal("sheet.not_current")
_NO_HOUSEHOLDS: Final = Refusal("sheet.no_households")
_LAPSED: Final = Refusal("broadcast.lapsed")
_SECOND: Final = frozenset({Role.COUNTY_OFFICE, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said: words, a file of a kind that Telegram knows, or both."""

    text: str
    file_id: str = ""
    file_kind: str = ""


async def compose(work: Work, person: Person, recipients: Recipients, words: Words) -> Broadcast | Refusal:
    """Store it and read it back to its author, exactly as it will look; nothing is sent yet."""
    post = await office_over(work, person, recipients.area_code)
    if post is None:
        return NOT_YOURS
    file_id = words.file_id if words.file_kind in FILES else ""
    if not (words.text or file_id):
        return EMPTY
    if too_long(words.text, file_id):
        return TOO_LONG
    counted = await _count(work, recipients)
    if counted == Counted(0, None):
        return NOBODY
    kind = words.file_kind if file_id else ""
    new = Broadcast(0, recipients, post.area_code, person.id, words.text, file_id, kind)
    return await _read_back(work, person, replace(new, count=counted.count, counted=counted.upto), post)


async def recipients_now(work: Work, recipients: Recipients) -> Counted:
    """How many would get it, so that nobody writes to none."""
    return await _count(work, recipients)


async def to_rewrite(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    """What its author may still say in other words: nobody has seen it. A sheet has the library's words."""
    found = await _to_change(work, person, broadcast_id, BroadcastAct.SEND)
    if isinstance(found, Refusal):
        return found
    return STALE if found[0].sheet else found[0]


async def compose_sheet(
    work: Work, person: Person, recipients: Recipients, card_id: str
) -> Broadcast | Refusal:
    """As `compose`, with a card of the policy library in its own words; only what holds today is told."""
    post = await office_over(work, person, recipients.area_code, sheets=True)
    if post is None or recipients.households is None:
        return NOT_YOURS
    card = work.policy.card(card_id, work.today)
    if card is None or not card.current:
        return _NOT_CURRENT
    counted = await _count(work, recipients)
    new = Broadcast(0, recipients, post.area_code, person.id, card.text, count=counted.count)
    new = replace(
        new, counted=counted.upto, sheet=card.id, sheet_title=card.title, department=_department(post)
    )
    households = await work.broadcasts.sheets.meant(new, area_and_below(work.areas, recipients.area_code))
    if not households:
        return _NO_HOUSEHOLDS
    return await _read_back(work, person, replace(new, quoted=_quoted(card, households)), post)


def _department(post: Post) -> str:
    return (post.department or "") if post.role is Role.DEPARTMENT_DESK else ""


def _quoted(card: PolicyCard, households: int) -> dict[str, Json]:
    """What stands on the card beside its words, and for how many households it was when it was composed."""
    return {
        "title": card.title,
        "sources": list(card.sources),
        "documents": len(card.sources),
        "dated": card.dated,
        "local": card.amount_is_local,
        "households": households,
    }


async def _read_back(work: Work, person: Person, new: Broadcast, post: Post) -> Broadcast:
    broadcast = replace(new, id=await work.broadcasts.add(new))
    shown = notice_message(work, broadcast, f"notice:{broadcast.id}:shown", person)
    await work.broadcasts.keep_content(broadcast.id, shown)
    await note_broadcast(work, person, broadcast, BroadcastAct.COMPOSE, post.role)
    await work.outbox.say(shown)
    await say_card(work, broadcast, DeliveryTally(), fresh=True)
    return broadcast


async def _count(work: Work, recipients: Recipients) -> Counted:
    """Where many people write to the desk this is a beginning, and the clock goes on with it."""
    codes = area_and_below(work.areas, recipients.area_code)
    first = await work.broadcasts.mail.count(recipients, codes)
    if first.upto is None:
        return first
    more = await work.broadcasts.mail.count(recipients, codes, first.upto)
    return Counted(first.count + more.count, more.upto)


async def count_some(work: Work, broadcast_id: int) -> bool:
    """Look at some more people for the number of recipients; False when all are counted."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None or broadcast.counted is None or broadcast.state is not BroadcastState.COMPOSED:
        return False
    to = broadcast.recipients
    codes = area_and_below(work.areas, to.area_code)
    found = await work.broadcasts.mail.count(to, codes, broadcast.counted)
    await work.broadcasts.note_count(broadcast_id, Counted(broadcast.count + found.count, found.upto))
    return found.upto is not None


async def send(work: Work, person: Person, broadcast_id: int) -> Broadcast | Refusal:
    """Send it off; above the number that the rules name a second person is asked first."""
    found = await _to_change(work, person, broadcast_id, BroadcastAct.SEND)
    if isinstance(found, Refusal):
        return found
    broadcast, role = found
    if broadcast.counted is not None:
        return _COUNTING
    if not (broadcast.count or broadcast.sheet):
        return NOBODY
    if broadcast.count <= work.rules.handling.broadcast_second_person:
        return await _change(work, person, broadcast, BroadcastAct.SEND, role)
    others = await _others(work, broadcast)
    if not others:
        return _ALONE
    asked = replace(broadcast, state=BroadcastState.ASKED, asked_at=work.now)
    asked = await _save(work, asked)
    await note_broadcast(work, person, asked, BroadcastAct.SEND, role)
    await say_card(work, asked, DeliveryTally())
    staff = await official_of(work, person)
    await ask_second(work, asked, "" if staff is None else staff.name, others)
    return asked


async def act_on(work: Work, person: Person, broadcast_id: int, act: BroadcastAct) -> Broadcast | Refusal:
    """Pause, resume or stop it, or send again what may have arrived.

    What is on its way to Telegram at this moment still arrives.
    """
    found = await _to_change(work, person, broadcast_id, act)
    if isinstance(found, Refusal):
        return found
    broadcast, role = found
    if act is BroadcastAct.RESEND and not (await work.broadcasts.mail.tally(broadcast_id)).held:
        return STALE
    changed = await _change(work, person, broadcast, act, role)
    if broadcast.state is BroadcastState.ASKED:
        await _close_questions(work, changed)
    return changed


async def rule_on(work: Work, person: Person, broadcast_id: int, *, granted: bool) -> Broadcast | Refusal:
    """A second person lets it go, or does not."""
    broadcast = await work.broadcasts.find(broadcast_id)
    staff = await official_of(work, person)
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


async def _to_change(
    work: Work, person: Person, broadcast_id: int, act: BroadcastAct
) -> tuple[Broadcast, Role] | Refusal:
    """The broadcast, and the role by which this person may do that to it now."""
    broadcast = await work.broadcasts.find(broadcast_id)
    if broadcast is None:
        return NOT_YOURS
    post = await office_of(work, person, broadcast)
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
    elif act is BroadcastAct.RESEND:
        await work.broadcasts.mail.resend(changed.id)
        await work.broadcasts.begin_again(changed.id)
    await note_broadcast(work, person, changed, act, capacity)
    await say_card(work, changed, await work.broadcasts.mail.tally(changed.id))
    return changed


async def _save(work: Work, broadcast: Broadcast) -> Broadcast:
    saved = replace(broadcast, version=broadcast.version + 1)
    if not await work.broadcasts.save(saved):
        raise Conflict("the broadcast was changed meanwhile")
    return saved


async def _others(work: Work, broadcast: Broadcast) -> Sequence[Staff]:
    """Who may agree: county office and leaders over the same area, or who acts for them; never the author."""
    line = [area.code for area in work.areas.line(broadcast.office_code)]
    posts = [post for post in await work.staff.posts_in(line) if post.role in _SECOND]
    present = on_duty(post for post in posts if not _is(post.holder, broadcast.author_id))
    return sorted((one for one in present if not _is(one, broadcast.author_id)), key=lambda one: one.id)


def _is(staff: Staff | None, person_id: int) -> bool:
    return staff is not None and staff.person_id == person_id


async def _close_questions(work: Work, broadcast: Broadcast) -> None:
    """The question loses its buttons in every chat."""
    for other in await _others(work, broadcast):
        key = ask_key(broadcast.id, other)
        message = message_to(
            other,
            f"{key}:ruled",
            "broadcast.ruled",
            {"state": broadcast.state.value, "count": broadcast.count},
        )
        await work.outbox.say(replace(message, edits=key))
