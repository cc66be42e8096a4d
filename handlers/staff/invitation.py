"""An invitation as one card: a picture to be scanned, for whom it is, until when, and the link itself."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.staff.approval import ADMINISTRATOR
from desk.actions.staff.change import By, invitation_ends, invite
from desk.actions.staff.text import post_words
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Message, Rows
from desk.domain.talk.uploads import Upload, UploadKind
from handlers.talk.turn import Turn

LINK: Final = "join_"
_TOKEN_BYTES: Final = 16  # 128 bits
_NAME: Final = "link.png"


async def send_invitation(turn: Turn, staff: Staff) -> None:
    """The card goes to the administrator, who hands it on; the invitations before it end."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    result = await invite(turn.work, By(ADMINISTRATOR, turn.person.id), staff.id, token)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True)
        return
    turn.notice()
    message = await _card(turn, staff, f"{LINK}{token}")
    picture = turn.voice.picture(f"{LINK}{token}")
    upload = Upload(_NAME, picture, UploadKind.PHOTO) if picture else None
    await turn.work.outbox.say(replace(message, upload=upload))


async def _card(turn: Turn, staff: Staff, payload: str) -> Message:
    posts = await turn.work.staff.posts_not_over(staff.id)
    held: list[Json] = [post_words(turn.work, post) for post in posts]
    until = invitation_ends(turn.work).isoformat()
    words: dict[str, Json] = {"name": staff.name, "posts": held, "until": until, "payload": payload}
    renew: Rows = ((Button("roster.act.renew", f"s:{staff.id}:invite"),),)
    return turn.message(f"invitation:{turn.said.chat_id}:{turn.said.stamp}", "roster.invited", words, renew)
