"""The policy library as the desk asks it."""

from storage.engine.rows import Lazy, Rows
from storage.policy.item_wishes import ItemWishRows


class PolicyRoom(Rows):
    """What a unit of work opens here."""

    item_wishes = Lazy(ItemWishRows)
