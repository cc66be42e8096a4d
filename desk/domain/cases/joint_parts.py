"""A department that adds its part to a case which somebody else owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Level


@dataclass(frozen=True, slots=True)
class Helper:
    """One joined department. Its desk answers for its part until `done_at`."""

    case_id: int
    department: str
    asked_at: datetime
    due_at: datetime
    told_staff_id: int | None = None
    done_at: datetime | None = None

    @property
    def hold(self) -> Hold:
        """Whose desk is asked."""
        return Hold(Level.COUNTY, self.department)
