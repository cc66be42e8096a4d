"""/overdue: how many cases are overdue, at which step, where, and with whom."""

from __future__ import annotations

from desk.actions.worklists.counts import find_worst
from desk.actions.worklists.leader_digest import WORST, find_view, overdue_arguments, worst_rows
from desk.domain.talk.messages import Keyboard
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


async def show_overdue(turn: Turn) -> None:
    """The numbers of one's own area, with the worst cases to open."""
    turn.notice()
    view = await find_view(turn.work, turn.person)
    if view is None:
        await say_with_menu(turn, "digest.officials_only")
        return
    cases = await find_worst(turn.work, view.scope, WORST)
    arguments = await overdue_arguments(turn.work, view)
    await turn.say("digest.overdue", arguments, worst_rows(view, cases), Keyboard.INLINE)
