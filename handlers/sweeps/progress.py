"""How far a place is in a sweep, the slowest parts first; and samples for the inspectors."""

from __future__ import annotations

from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.sweeps.card_text import progress_words, sample_words, sweep_words
from desk.actions.sweeps.progress import SlowPart, SweepStanding, read_standing
from desk.actions.sweeps.spot_checks import agreements, ask_sample, may_sample
from desk.domain.county.areas import Level
from desk.domain.sweeps.samples import SIZES
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from handlers.sweeps.message import say_sweep, shown_by
from handlers.talk.turn import Turn

_NAMED: Final = 2  # of those who have a village
_SHOWN: Final = 12  # parts; more does not fit on a phone


async def show_progress(turn: Turn, sweep_id: int, code: str, first: str) -> None:
    """A place and its parts; each town opens its villages."""
    standing = await read_standing(turn.work, turn.person, sweep_id, code)
    if isinstance(standing, Refusal):
        turn.notice(standing.template, alert=True)
        return
    samples = await agreements(turn.work, sweep_id) if await may_sample(turn.work, turn.person) else []
    behind = [lag for lag in standing.parts if lag.progress.left]
    words: dict[str, Json] = {
        **sweep_words(turn.work, standing.sweep),
        **progress_words(standing.progress),
        "place": standing.area.name,
        "parts": [_lag_words(lag) for lag in behind[:_SHOWN]],
        "more": max(0, len(behind) - _SHOWN),
        "finished": len(standing.parts) - len(behind),
        "sample": sample_words(*samples[-1]) if samples else None,
    }
    rows = await _rows(turn, standing, behind[:_SHOWN], shown_by(turn, first))
    await say_sweep(turn, "sweep.progress", words, rows, first)


def _lag_words(lag: SlowPart) -> dict[str, Json]:
    return {**progress_words(lag.progress), "area": lag.area.name, "who": " ".join(lag.names[:_NAMED])}


async def _rows(turn: Turn, standing: SweepStanding, behind: list[SlowPart], first: str) -> Rows:
    sweep_id = standing.sweep.id
    towns = [
        Button("sweep.button.place", f"x:w:{sweep_id}:{lag.area.code}:{first}", {"place": lag.area.name})
        for lag in behind
        if lag.area.level is Level.TOWN
    ]
    sample = [Button("sweep.button.sample", f"x:t:{sweep_id}:{first}")]
    own = sample if await may_sample(turn.work, turn.person) else []
    return (*in_rows(towns, 3), tuple(own), (Button("sweep.button.all", f"x:l:{first}"),))


async def choose_size(turn: Turn, sweep_id: int, first: str) -> None:
    """How many are to be looked at again."""
    sweep = await turn.work.sweeps.find(sweep_id)
    if sweep is None or not await may_sample(turn.work, turn.person):
        turn.notice(NOT_YOURS.template, alert=True)
        return
    known = len(await turn.work.sweeps.samples.of_sweep(sweep_id))
    done = sum(progress.done for progress in (await turn.work.sweeps.tallies(sweep_id)).values())
    buttons = tuple(
        Button("sweep.button.size", f"x:z:{sweep_id}:{size}:{known}:{first}", {"size": size})
        for size in SIZES
    )
    words = {**sweep_words(turn.work, sweep), "done": done}
    await say_sweep(turn, "sweep.choose_size", words, (buttons,), first)


async def press_size(turn: Turn, sweep_id: int, size: int, known: int) -> None:
    """A sample is drawn with the next look at the clock; a second press draws no second one."""
    result = await ask_sample(turn.work, turn.person, sweep_id, size, known)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True)
    else:
        turn.notice("sweep.drawing", alert=True, size=size)
