"""Visits: windows that open and close, cards of officials, what households hear the day before, who lags."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from desk.actions.visits.announce import drop_late_notices, tell_some_households
from desk.actions.visits.lag_reports import begin_telling, note_told, readers_to_tell, tell_reader
from desk.actions.visits.lags import count_towns, note_counted, towns_to_count
from desk.actions.visits.refresh_cards import Change, find_news, note_shown, show_anew
from desk.actions.visits.reminders import begin_cards, card_to_send, note_sent, remind_officials
from desk.actions.visits.rounds import Rounds, Walk, rounds_of
from desk.actions.visits.windows import close_some, note_opened, open_some, rounds_to_open
from desk.domain.visits.list_position import Occasion
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import each, in_chunks
from schedules.moments import in_office_hours
from schedules.tick import MINUTE, Tick

_OFFICIALS: Final = 20  # in one transaction: some hundredths of a second
_TOWNS: Final = 2  # the same


async def send_visit_cards(clockwork: Clockwork) -> None:
    """The morning's card to everybody, and later the afternoon's, each once a day. Raises SomeFailed."""
    async with clockwork.open_work() as work:
        occasion, began = await card_to_send(work), work.now
    if occasion is None:
        return
    async with clockwork.open_work() as work:
        worth_sending = await begin_cards(work, occasion)
    if worth_sending:
        async with clockwork.open_work() as work:
            rounds = await rounds_of(work)
        await in_chunks(clockwork.open_work, rounds.walks, _OFFICIALS, partial(_remind, rounds, occasion))
    async with clockwork.open_work() as work:
        await note_sent(work, occasion, began)


async def _remind(rounds: Rounds, occasion: Occasion, work: Work, walks: Sequence[Walk]) -> None:
    await remind_officials(work, rounds, occasion, walks)


async def refresh_visit_cards(clockwork: Clockwork) -> None:
    """Show today's cards anew to whoever owes less, or other visits, than they say. Raises SomeFailed."""
    async with clockwork.open_work() as work:
        news = await find_news(work)
    if news is None:
        return
    if news.rounds is not None:
        await in_chunks(clockwork.open_work, news.changes, _OFFICIALS, partial(_show_anew, news.rounds))
    async with clockwork.open_work() as work:
        await note_shown(work, news.upto)


async def _show_anew(rounds: Rounds, work: Work, changes: Sequence[Change]) -> None:
    await show_anew(work, rounds, changes)


async def tell_households(clockwork: Clockwork) -> None:
    """Tell households who comes tomorrow; note in the ledger which could not be told in time."""
    async with clockwork.open_work() as work:
        await drop_late_notices(work)
    more = True
    while more:
        async with clockwork.open_work() as work:
            more = await tell_some_households(work)


async def tell_who_lags(clockwork: Clockwork) -> None:
    """Count the windows that were settled; tell the towns who lags, once a working day. Raises SomeFailed."""
    async with clockwork.open_work() as work:
        towns = await towns_to_count(work)
    if towns:
        await in_chunks(clockwork.open_work, towns, _TOWNS, count_towns)
        async with clockwork.open_work() as work:
            await note_counted(work)
            await begin_telling(work)
    async with clockwork.open_work() as work:
        readers = await readers_to_tell(work)
    if readers:
        await each(clockwork.open_work, readers, tell_reader)
        async with clockwork.open_work() as work:
            await note_told(work)


async def tend_periods(clockwork: Clockwork) -> None:
    """Open what began since the last time, then close what nobody can fulfil any more.

    Some thousands of households in each transaction: an answer never waits for all of them.
    """
    async with clockwork.open_work() as work:
        rounds = await rounds_to_open(work)
    for current in rounds:
        reached = 0
        while reached < current.upto:
            async with clockwork.open_work() as work:
                reached = await open_some(work, current, reached)
    async with clockwork.open_work() as work:
        await note_opened(work)
    more = True
    while more:
        async with clockwork.open_work() as work:
            more = await close_some(work)


TICKS: Final = (
    Tick("periods", 10 * MINUTE, tend_periods, "opens windows in which visits are due, and closes them"),
    Tick(
        "visit_cards",
        10 * MINUTE,
        send_visit_cards,
        "sends officials the cards of visits due, in the morning and in the afternoon",
        in_office_hours,
    ),
    Tick("visit_changes", MINUTE, refresh_visit_cards, "shows today's cards anew when others made visits"),
    Tick("visit_notices", MINUTE, tell_households, "tells households the day before who comes"),
    Tick(
        "visit_lags",
        10 * MINUTE,
        tell_who_lags,
        "counts the visits that were made and missed; tells towns who lags",
    ),
)
