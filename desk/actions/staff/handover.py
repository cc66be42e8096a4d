"""交接: everything that one official holds goes to another, in one act.

The cases follow within a minute, some at a time: each gets its entry in the ledger and its card, and each
reporter is told by day who is responsible from now on. Within the same minute follow the households that
have the official by name.
"""

from __future__ import annotations

from desk.actions.staff.text import post_words, tell_official
from desk.domain.people.people import Post, Staff
from desk.domain.staff.staff_checks import handed_over
from desk.domain.staff.staffing import StaffWish, following
from desk.domain.talk.messages import Json
from desk.ports.work import Work


async def hand_over_posts(work: Work, wish: StaffWish) -> None:
    """Let the heir hold and stand in wherever the official does, now and later; the seats keep their age.

    Raises LookupError: whoever wished for it had found the heir.
    """
    heir = await work.staff.find(wish.to_id or 0)
    if heir is None:
        raise LookupError("the heir found a moment ago is gone")
    taken = []
    for post in await work.staff.posts_not_over(wish.staff_id):
        await work.staff.end_post(post.id)
        changed = handed_over(post, wish.staff_id, heir)
        if not await _has_seat(work, changed, heir):
            begins = max(work.now, post.valid_from)
            await work.staff.add_post(following(changed, begins, post.valid_to))
            taken.append(changed)
    await work.handovers.note(wish.staff_id, heir.id)
    posts: list[Json] = [post_words(work, post) for post in taken]
    await tell_official(work, heir, "roster.you.took_over", {"name": heir.name, "posts": posts})


async def _has_seat(work: Work, post: Post, heir: Staff) -> bool:
    """Whether the heir holds such a post over this place already: nobody sits on two chairs."""
    if post.holder is None or post.holder.id != heir.id:
        return False
    seat = (post.role, post.area_code, post.department)
    own = [one for one in await work.staff.posts_of(heir.id) if one.holder and one.holder.id == heir.id]
    return any((one.role, one.area_code, one.department) == seat for one in own)
