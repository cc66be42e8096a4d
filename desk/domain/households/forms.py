"""What officials are asked about the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.domain.talk.forms import Form, Step, StepKind

WHO: Final = "who"
FIND_HOUSEHOLD = Form("find_household", (Step(WHO, StepKind.WORDS),))

# Whose number is not in the register, the village knows.
ADD_KIN = Form("add_kin", (Step(WHO, StepKind.WORDS),))

HOUSEHOLD_FORMS = (FIND_HOUSEHOLD, ADD_KIN)


@dataclass(frozen=True, slots=True)
class KinTold:
    """With which number somebody of a family writes."""

    household_id: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdSought:
    """What to look for; a voice or a photo finds nothing."""

    who: str = ""
