"""Every minute: how far sweeps are is shown, samples are drawn, and once a day people are reminded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.sweeps.card import show_card
from desk.actions.sweeps.reminders import find_behind, find_lagging, note_reminded, remind_of_sweep
from desk.actions.sweeps.spot_checks import draw_some, keep_drawn
from desk.domain.sweeps.samples import BEGINNING, Drawing, Sample
from schedules.clockwork import Clockwork, OpenWork
from schedules.each import each
from schedules.tick import MINUTE, Tick


async def tend_sweeps(clockwork: Clockwork) -> None:
    """Everything about sweeps that the clock does. Raises SomeFailed."""
    open_work = clockwork.open_work
    async with open_work() as work:
        sweeps, undrawn = await work.sweeps.unfinished_cards(), await work.sweeps.samples.undrawn()
        places = await find_behind(work) if sweeps else ()
    for sample in undrawn:
        await draw(open_work, sample)
    await each(open_work, sweeps, show_card)
    if places:
        await _remind(open_work, places)


async def _remind(open_work: OpenWork, places: Sequence[str]) -> None:
    """Town by town; when all are through nobody is looked for again today."""
    for place in places:
        async with open_work() as work:
            lagging = await find_lagging(work, place)
        await each(open_work, lagging, remind_of_sweep)
    async with open_work() as work:
        await note_reminded(work)


async def draw(open_work: OpenWork, sample: Sample) -> None:
    """Draw a sample, some objects in each transaction; begun anew after a stop it comes out the same."""
    drawing = await look_at_all(open_work, sample)
    async with open_work() as work:
        await keep_drawn(work, sample, drawing)


async def look_at_all(open_work: OpenWork, sample: Sample) -> Drawing:
    """The sample as it comes out of everything that was ticked when it was asked for."""
    drawing, after = Drawing(sample.seed, sample.size), BEGINNING
    while True:
        async with open_work() as work:
            last = await draw_some(work, sample, drawing, after)
        if last is None:
            return drawing
        after = last


TICKS: Final = (
    Tick("sweeps", MINUTE, tend_sweeps, "shows how far sweeps are; draws samples; reminds of what is left"),
)
