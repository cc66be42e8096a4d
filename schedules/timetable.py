"""Everything that happens by itself, in one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from schedules.clockwork import Clockwork
from schedules.moments import Acts, after_midnight, always, each_morning, in_office_hours
from schedules.ticks.alarms import raise_alarms
from schedules.ticks.broadcasts import tend_broadcasts
from schedules.ticks.calls import end_calls
from schedules.ticks.cases import watch_cases
from schedules.ticks.chores import fetch_media, learn_names, purge_mail, show_menus
from schedules.ticks.digests import send_digests
from schedules.ticks.drafts import tend_drafts
from schedules.ticks.follow_ups import close_silent
from schedules.ticks.joint_parts import watch_helpers
from schedules.ticks.ladder import tend_ladder
from schedules.ticks.ledger import close_ledger_days
from schedules.ticks.material import tend_clocks
from schedules.ticks.procedures import tend_procedures
from schedules.ticks.recompute import recompute_when_changed
from schedules.ticks.sweeps import tend_sweeps
from schedules.ticks.visit_windows import tend_periods
from schedules.ticks.visits import (
    refresh_visit_cards,
    send_visit_cards,
    tell_households,
    tell_who_lags,
)

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done again and again. Running it twice, late, or on two machines says nothing twice.

    `does` is one short sentence for operators; `acts` tells when it has something to do at all.
    """

    name: str
    every_seconds: int
    run: Callable[[Clockwork], Awaitable[None]]
    does: str = ""
    acts: Acts = always


TIMETABLE: Final = (
    Tick("cases", MINUTE, watch_cases, "follows who answers for each open case; lets danger climb; reminds"),
    Tick("alarms", MINUTE, raise_alarms, "tells leaders of danger in forms that nobody has sent or answered"),
    Tick(
        "ladder", MINUTE, tend_ladder, "takes the next step against cases that stand still", in_office_hours
    ),
    Tick(
        "digests",
        10 * MINUTE,
        send_digests,
        "sends the digests of leaders, desks and inspectors",
        each_morning,
    ),
    Tick("helpers", MINUTE, watch_helpers, "follows who answers for the parts that departments owe"),
    Tick("follow_ups", 10 * MINUTE, close_silent, "closes call-backs that stayed unanswered"),
    Tick("calls", 10 * MINUTE, end_calls, "closes calls that no inspector made in time"),
    Tick("clocks", MINUTE, tend_clocks, "starts clocks that waited for material; drops requests for time"),
    Tick("drafts", MINUTE, tend_drafts, "reminds of half-done forms, hands them over, drops them"),
    Tick("recompute", HOUR, recompute_when_changed, "counts deadlines anew when calendar or rules changed"),
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
    Tick(
        "procedures",
        10 * MINUTE,
        tend_procedures,
        "follows the procedures of households, reminds, opens yearly assessments",
    ),
    Tick("ledger", HOUR, close_ledger_days, "closes each day of the ledger with one digest", after_midnight),
    Tick("broadcasts", 10, tend_broadcasts, "gets broadcasts on and shows their authors how far they are"),
    Tick("sweeps", MINUTE, tend_sweeps, "shows how far sweeps are; draws samples; reminds of what is left"),
    Tick("media", 10, fetch_media, "fetches the files that residents sent"),
    Tick("names", 10 * MINUTE, learn_names, "lets the recogniser know new village names"),
    Tick("menus", 10 * MINUTE, show_menus, "shows officials the commands of their posts"),
    Tick("mail", 6 * HOUR, purge_mail, "empties the words of old updates and messages"),
)
