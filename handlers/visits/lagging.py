"""/lagging: where visits were missed, from the county down to the household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.visits.lag_pages import LagPage, view_lagging
from desk.domain.county.areas import Level
from desk.domain.talk.messages import Button, Keyboard, Rows, in_rows
from handlers.talk.codes import number_in
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Reader, Turn

_IN_A_ROW: Final = 2


async def show_lagging(turn: Turn, code: str = "") -> None:
    """One's own area, or a part of it that was pressed."""
    page = await view_lagging(turn.work, turn.person, code)
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    turn.notice()
    if page is None:
        await say_with_menu(turn, "lagging.officials_only")
        return
    template = "lagging.homes" if page.area.level is Level.VILLAGE else "lagging.list"
    await turn.say(template, page.words, _rows(page), Keyboard.INLINE)


def _rows(page: LagPage) -> Rows:
    parts = [Button("lagging.open", f"m:lag:{code}", {"name": name}) for code, name in page.parts]
    homes = [Button("lagging.open", f"h:{one}:card", {"name": name}) for one, name in page.homes]
    back = (Button("lagging.back", f"m:lag:{page.above}"),) if page.above else ()
    return tuple(row for row in (*in_rows(parts, _IN_A_ROW), *in_rows(homes, _IN_A_ROW), back) if row)


def _read(parts: Sequence[str]) -> Handler:
    if len(parts) > 1:
        raise ValueError(parts)
    return partial(show_lagging, code="".join(str(number_in(code)) for code in parts))


BUTTONS: Final[Mapping[str, Reader]] = {"m:lag": _read}
