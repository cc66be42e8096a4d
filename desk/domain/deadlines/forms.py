"""What is asked when a clock stops or moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.domain.talk.forms import Form, Step, StepKind
from desk.domain.talk.pieces import Piece

DAYS: Final = "days"

MATERIAL = Form("material", (Step("words", StepKind.WORDS),))
EXTENSION = Form("extension", (Step(DAYS, StepKind.PICK), Step("reason", StepKind.WORDS)))

DEADLINE_FORMS = (MATERIAL, EXTENSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionTold:
    """How many more days are asked for, and why."""

    case_id: int = 0
    days: int
    reason: Piece
