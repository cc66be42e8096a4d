"""The register of households, the families behind it, their measures and policy sheets."""

from storage.engine.rows import Lazy, Rows
from storage.households.families import FamilyRows
from storage.households.households import HouseholdRows
from storage.households.measures import MeasureRows


class HouseholdRoom(Rows):
    """What a unit of work opens here."""

    households = Lazy(HouseholdRows)
    families = Lazy(FamilyRows)
    measures = Lazy(MeasureRows)
