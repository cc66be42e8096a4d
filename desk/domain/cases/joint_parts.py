"""A department, or the village, that adds its part to a case which somebody else owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk.domain.cases.case import Case, Hold
from desk.domain.county.areas import Level

VILLAGE: Final = "village"  # in place of a department: whoever answers for the village goes and looks


@dataclass(frozen=True, slots=True)
class Helper:
    """One joined department, or the village. Its desk answers for its part until `done_at`."""

    case_id: int
    department: str
    asked_at: datetime
    due_at: datetime
    told_staff_id: int | None = None
    done_at: datetime | None = None

    @property
    def hold(self) -> Hold:
        """Whose desk is asked."""
        return Hold(Level.VILLAGE) if self.department == VILLAGE else Hold(Level.COUNTY, self.department)

    def is_owed(self, case: Case) -> bool:
        """Whether it is not done; while the village has the whole case, going there is no part of it."""
        return self.done_at is None and not (self.department == VILLAGE and not case.department)
