"""An official opens the invitation link and shows, by their own number, who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.staff import join_by_link as join
from desk.domain.cases.card_forms import INVITATION, JOIN, JoinTold
from desk.domain.talk.messages import Json
from handlers.staff.invitation import LINK
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import unless_half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Handler, Turn


async def open_invitation(turn: Turn) -> None:
    """The first who opens the link is asked for their number; nobody else learns anything."""
    digest = join.digest_of(turn.said.payload.removeprefix(LINK))
    invitation = await join.open_invitation(turn.work, turn.person, digest)
    if isinstance(invitation, Refusal):
        await say_with_menu(turn, invitation.template)
    else:
        await open_form(turn, JOIN, {INVITATION: digest})


async def finish_join(turn: Turn, told: JoinTold) -> None:
    """Bind the official, with the menu of officials and the cards that wait."""
    joined = await join.claim_invitation(turn.work, turn.person, told.invitation, told.contact)
    if isinstance(joined, Refusal):
        await say_with_menu(turn, joined.template)
        return
    posts: list[Json] = [
        {"role": post.role.value, "place": post.department or turn.work.areas.path(post.area_code)}
        for post in joined.posts
    ]
    await say_with_menu(turn, "join.welcome", name=joined.staff.name, posts=posts, waiting=joined.waiting)


LINKS: Final[Mapping[str, Handler]] = {LINK: unless_half_told(open_invitation)}
ENDINGS: Final[Mapping[str, Ending]] = {JOIN.name: ends(JoinTold, finish_join)}
