"""When a tick has something to do: most at once, some only while offices are open, some once a day.

The rows decide what is done; this tells people when to expect it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from desk.domain.county.rules import Rules
from desk.domain.deadlines.calendar import is_workday
from desk.domain.deadlines.deadlines import after_quiet, next_working_morning
from desk.domain.escalation.ladder import in_working_hours

# The first moment, not before the given one, at which a tick that last ran then has something to do.
Acts = Callable[[datetime, datetime | None, Rules], datetime]
_DAY: Final = timedelta(days=1)
_SETTLED: Final = time(1)  # a day of the ledger is closed an hour after it is over


def always(now: datetime, last: datetime | None, rules: Rules) -> datetime:  # noqa: ARG001 - one of the Acts
    """Whenever it runs."""
    return now


def in_office_hours(now: datetime, last: datetime | None, rules: Rules) -> datetime:  # noqa: ARG001 - as above
    """On working days between opening and closing."""
    return now if in_working_hours(now, rules) else _next_opening(now, rules)


def each_morning(now: datetime, last: datetime | None, rules: Rules) -> datetime:
    """Once each working day from opening; who runs late is done until closing."""
    if not in_working_hours(now, rules):
        return _next_opening(now, rules)
    done = last is not None and last >= _opening_of(now, rules)
    return after_quiet(next_working_morning(now, rules), rules) if done else now


def after_midnight(now: datetime, last: datetime | None, rules: Rules) -> datetime:
    """Once each day, in its first hours."""
    settled = rules.at(rules.day_of(now), _SETTLED)
    if last is None or last < settled:
        return max(now, settled)
    return settled + _DAY


def next_run(acts: Acts, every_seconds: int, last: datetime, rules: Rules) -> datetime:
    """The first run after `last` in which a tick has something to do, as long as the desk runs."""
    step = timedelta(seconds=every_seconds)
    moment = last + step
    missing = acts(moment, last, rules) - moment
    return moment - (-missing // step) * step


def _next_opening(now: datetime, rules: Rules) -> datetime:
    today = rules.day_of(now)
    opening = _opening_of(now, rules)
    if is_workday(today, rules.calendar) and now < opening:
        return opening
    return after_quiet(next_working_morning(now, rules), rules)


def _opening_of(now: datetime, rules: Rules) -> datetime:
    return after_quiet(rules.at(rules.day_of(now), rules.hours.opens), rules)
