"""What is asked after an inspector rang."""

from __future__ import annotations

from desk.domain.talk.forms import Form, Step, StepKind

CALLED = Form("called", (Step("words", StepKind.WORDS, optional=True),))

CALLBACK_FORMS = (CALLED,)
