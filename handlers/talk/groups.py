"""In a group the desk says one public sentence to whoever calls it, and nothing of anybody."""

from __future__ import annotations

from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said
from desk.ports.work import Work


async def answer_in_group(work: Work, said: Said, name: str) -> None:
    """Show the way into the private chat; somebody who calls again within the hour has read it already.

    `name` is that of the bot, as it is called.
    """
    if said.edited or {name.lower(), str(said.bot_id)}.isdisjoint(said.calls):
        return
    hour = work.now.strftime("%Y%m%d%H")
    await work.outbox.say(
        Message(
            key=f"group:{said.chat_id}:{said.user_id}:{hour}",
            chat_id=said.chat_id,
            template="menu.in_group",
            language=said.language,
        )
    )
