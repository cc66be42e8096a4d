"""Notices to many: who writes and who gets them, their way out, what became of them."""

from storage.broadcasts.broadcasts import BroadcastRows
from storage.engine.rows import Lazy, Rows


class BroadcastRoom(Rows):
    """What a unit of work opens here."""

    broadcasts = Lazy(BroadcastRows)
