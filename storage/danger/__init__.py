"""Danger: its words, alarms and who hears them, and people whose alarms are muted."""

from storage.danger.alarms import AlarmRows
from storage.danger.doubts import DoubtRows
from storage.danger.mutes import MuteRows
from storage.engine.rows import Lazy, Rows


class DangerRoom(Rows):
    """What a unit of work opens here."""

    alarms = Lazy(AlarmRows)
    doubts = Lazy(DoubtRows)
    mutes = Lazy(MuteRows)
