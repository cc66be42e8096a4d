"""Visits to households: the windows in which they are due, lists, records, reminders, who lags."""

from storage.engine.rows import Lazy, Rows
from storage.visits.reminders import ReminderRows
from storage.visits.town_rates import TownRateRows
from storage.visits.visits import VisitRows
from storage.visits.windows import PeriodRows


class VisitRoom(Rows):
    """What a unit of work opens here."""

    visits = Lazy(VisitRows)
    periods = Lazy(PeriodRows)
    reminders = Lazy(ReminderRows)
    town_rates = Lazy(TownRateRows)
