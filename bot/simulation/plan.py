"""What happens in a simulated year: how many of what, by the figures of a real city."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

_PRESETS: Final = Path(__file__).parent / "presets.toml"
_Share = Field(ge=0, le=0.5)


class YearPlan(BaseModel):
    """The measure of a year. Shares are of the visits or households of the year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: str
    village_kind: str
    villages: int = Field(ge=1)
    towns: int = Field(ge=1)
    monitors: int = Field(ge=1)
    households: int = Field(ge=1)
    newly_monitored: int = Field(ge=0)
    problems: int = Field(ge=0)
    reports: int = Field(ge=0)
    watched_share: float = _Share
    forgotten_share: float = _Share
    late_share: float = _Share
    told_later_share: float = _Share
    paused: int = Field(ge=0)
    hours_to_answer: float = Field(gt=0)

    def smaller(self, households: int) -> YearPlan:
        """The same city with fewer households, everything in proportion."""
        part = households / self.households
        counts = ("villages", "towns", "monitors", "newly_monitored", "problems", "reports", "paused")
        fewer = {name: max(1, round(getattr(self, name) * part)) for name in counts}
        return self.model_copy(update={**fewer, "households": households})


def plans() -> dict[str, YearPlan]:
    """Every preset by its name."""
    tree = tomllib.loads(_PRESETS.read_text(encoding="utf-8"))
    return {name: YearPlan.model_validate(one) for name, one in tree.items()}
