"""What a town desk, a department and the county office read in the morning: how many of what, and the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.actions.cases.unhurried import as_reminder
from desk.actions.worklists.queue import DeskViewer, place_of
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.people.people import Post, Role, Staff
from desk.domain.talk.messages import Button, Rows, message_to
from desk.domain.worklists.queue import QueueView, queue_reach
from desk.ports.work import Work

_READ_BY: Final = (Role.TOWN_DESK, Role.DEPARTMENT_DESK, Role.COUNTY_OFFICE)
_ASKED_FIRST: Final = (QueueView.OVERDUE, QueueView.UNTAKEN, QueueView.DISPUTED)


async def find_desks(work: Work) -> Sequence[DeskViewer]:
    """Every official at a desk who would see a digest now, with the posts by which they sit there."""
    if not in_working_hours(work.now, work.rules):
        return ()
    held: dict[int, tuple[Staff, list[Post]]] = {}
    for post in await work.staff.posts_with(_READ_BY):
        if post.on_duty is not None:
            held.setdefault(post.on_duty.id, (post.on_duty, []))[1].append(post)
    return [DeskViewer(staff, posts, queue_reach(posts, work.areas)) for staff, posts in held.values()]


async def send_desk_digest(work: Work, desk: DeskViewer) -> None:
    """The day's counts to one desk, once a day; where nothing is open, nothing is said."""
    day = work.today.isoformat()
    key = f"desk_digest:{desk.staff.id}:{day}"
    if desk.staff.user_id is None or await work.outbox.has(key):
        return
    counts = await work.queue.counts(desk.reach)
    if not counts[QueueView.ALL]:
        return
    message = message_to(
        desk.staff,
        key,
        "desk.digest.message",
        {
            "place": place_of(work, desk),
            "counts": {view.value: count for view, count in counts.items()},
        },
        _rows(counts),
    )
    await work.outbox.say(as_reminder(work, message))


def _rows(counts: Mapping[QueueView, int]) -> Rows:
    """The three that cannot wait; each opens the queue at that part as a new message."""
    return (
        tuple(
            Button(f"desk.digest.{view.value}", f"q:v:{view.value}::1:", {"count": counts[view]})
            for view in _ASKED_FIRST
        ),
    )
