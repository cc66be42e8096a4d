"""What cannot be passed on as what it is: its sender hears so at once."""

from __future__ import annotations

from handlers.talk.turn import Turn


async def cannot_pass_on(turn: Turn) -> bool:
    """Say that this kind of message goes no further; False when it has words, which do."""
    await turn.say("kinds.not_passed_on", {"content": turn.said.content, "written": bool(turn.said.text)})
    return not turn.said.text
