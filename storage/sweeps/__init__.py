"""Sweeps: lists of objects that officials look at one by one, and samples looked at again."""

from storage.engine.rows import Lazy, Rows
from storage.sweeps.sweeps import SweepRows


class SweepRoom(Rows):
    """What a unit of work opens here."""

    sweeps = Lazy(SweepRows)
