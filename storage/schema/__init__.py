"""The schema, declared once for both databases; migrations are made from it."""

from storage.schema import alarms, broadcasts, casework, households, mail, people, procedures, sweeps, visits
from storage.schema.columns import metadata

__all__ = [
    "alarms",
    "broadcasts",
    "casework",
    "households",
    "mail",
    "metadata",
    "people",
    "procedures",
    "sweeps",
    "visits",
]
