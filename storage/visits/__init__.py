"""Visits to households: the windows in which they are due, lists, records, reminders, who lags."""
