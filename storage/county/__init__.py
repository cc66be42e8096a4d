"""The county: its areas and its rules."""

from storage.county.aliases import AliasRows
from storage.engine.rows import Lazy, Rows


class CountyRoom(Rows):
    """What a unit of work opens here."""

    aliases = Lazy(AliasRows)
