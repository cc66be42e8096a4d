"""What is asked after an inspector rang."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.cases.case import Rating
from desk.domain.talk.forms import Form, Step, StepKind

CALLED = Form("called", (Step("words", StepKind.WORDS, optional=True),))

CALLBACK_FORMS = (CALLED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledTold:
    """What a resident said on the telephone."""

    case_id: int = 0
    round: int = 0
    rating: Rating
    words: str = ""
