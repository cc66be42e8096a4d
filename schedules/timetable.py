"""Everything that happens by itself, in one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from schedules.clockwork import Clockwork
from schedules.ticks.alarms import raise_alarms
from schedules.ticks.broadcasts import tend_broadcasts
from schedules.ticks.calls import end_calls
from schedules.ticks.cases import watch_cases
from schedules.ticks.chores import fetch_media, learn_names, purge_mail, show_menus
from schedules.ticks.digests import send_digests
from schedules.ticks.drafts import tend_drafts
from schedules.ticks.follow_ups import close_silent
from schedules.ticks.helpers import watch_helpers
from schedules.ticks.ladder import tend_ladder
from schedules.ticks.ledger import close_ledger_days
from schedules.ticks.material import tend_clocks
from schedules.ticks.recompute import recompute_when_changed

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done again and again. Running it twice, late, or on two machines says nothing twice."""

    name: str
    every_seconds: int
    run: Callable[[Clockwork], Awaitable[None]]


TIMETABLE: Final = (
    Tick("cases", MINUTE, watch_cases),
    Tick("alarms", MINUTE, raise_alarms),
    Tick("ladder", MINUTE, tend_ladder),
    Tick("digests", 10 * MINUTE, send_digests),
    Tick("helpers", MINUTE, watch_helpers),
    Tick("follow_ups", 10 * MINUTE, close_silent),
    Tick("calls", 10 * MINUTE, end_calls),
    Tick("clocks", MINUTE, tend_clocks),
    Tick("drafts", MINUTE, tend_drafts),
    Tick("recompute", HOUR, recompute_when_changed),
    Tick("ledger", HOUR, close_ledger_days),
    Tick("broadcasts", 10, tend_broadcasts),
    Tick("media", 10, fetch_media),
    Tick("names", 10 * MINUTE, learn_names),
    Tick("menus", 10 * MINUTE, show_menus),
    Tick("mail", 6 * HOUR, purge_mail),
)
