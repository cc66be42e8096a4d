"""What is asked when a clock stops or moves."""

from __future__ import annotations

from typing import Final

from desk.domain.talk.forms import Form, Step, StepKind

DAYS: Final = "days"

MATERIAL = Form("material", (Step("words", StepKind.WORDS),))
EXTENSION = Form("extension", (Step(DAYS, StepKind.PICK), Step("reason", StepKind.WORDS)))

DEADLINE_FORMS = (MATERIAL, EXTENSION)
