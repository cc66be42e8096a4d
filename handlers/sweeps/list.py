"""/sweeps: what is to be looked at one by one, how far the places below are, what is checked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.cases.officials import official_of
from desk.actions.sweeps.card_text import left_words, progress_words, sweep_words
from desk.actions.sweeps.pages import Wanted
from desk.actions.sweeps.parts import SweepLeft, sweeps_of
from desk.actions.sweeps.progress import watched
from desk.actions.sweeps.spot_checks import open_checks
from desk.domain.county.areas import Area
from desk.domain.sweeps.sweep import Progress, Sweep
from desk.domain.talk.messages import Button, Json, Rows
from handlers.sweeps.message import say_sweep, shown_by
from handlers.sweeps.objects import show_objects
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

_MOST: Final = 8  # sweeps in a list
Place = tuple[Sweep, Area, Progress]


async def list_sweeps(turn: Turn, first: str = "") -> None:
    """Every running sweep with what is left of one's own; whoever has only one sees its objects at once."""
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        await say_with_menu(turn, "desk.officials_only")
        return
    own = (await sweeps_of(turn.work, staff))[:_MOST]
    places = (await watched(turn.work, turn.person))[:_MOST]
    checks = len(await open_checks(turn.work, staff))
    if not (own or places or checks):
        turn.notice()
        await say_with_menu(turn, "sweep.nothing")
    elif len(own) == 1 and own[0].left and not (places or checks or first):
        await show_objects(turn, own[0].sweep.id, Wanted())
    else:
        mine: list[Json] = [left_words(turn.work, one) for one in own]
        below: list[Json] = [
            {**sweep_words(turn.work, sweep), **progress_words(progress), "place": area.name}
            for sweep, area, progress in places
        ]
        words: dict[str, Json] = {"mine": mine, "below": below, "checks": checks}
        rows = _rows(own, places, checks, shown_by(turn, first))
        await say_sweep(turn, "sweep.list", words, rows, first)


def _rows(own: Sequence[SweepLeft], places: Sequence[Place], checks: int, first: str) -> Rows:
    opens = [
        Button(
            "sweep.button.open",
            f"x:s:{one.sweep.id}:{first}",
            {"name": one.sweep.name, "left": one.left},
        )
        for one in own
    ]
    looks = [
        Button(
            "sweep.button.progress",
            f"x:w:{sweep.id}:{area.code}:{first}",
            {"name": sweep.name, "place": area.name},
        )
        for sweep, area, _ in places
    ]
    again = [Button("sweep.button.checks", f"x:i:{first}", {"count": checks})] if checks else []
    return tuple((button,) for button in (*opens, *looks, *again))
