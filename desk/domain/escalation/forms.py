"""What officials are asked when they press for speed, or answer to the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk.domain.cases.case import Act
from desk.domain.escalation.ladder import FileDecision
from desk.domain.talk.forms import Form, Step, StepKind

SUPERVISE = Form("supervise", (Step("words", StepKind.WORDS, optional=True),))
RECTIFY = Form("rectify", (Step("story", StepKind.STORY),), keeps_story=True)
INSPECT = Form("inspect", (Step("story", StepKind.STORY),), keeps_story=True)
# What a person decides about a person is read back before it is sent.
ISSUE = Form(
    "issue",
    (
        Step("decision", StepKind.CHOICE, tuple(decision.value for decision in FileDecision)),
        Step("words", StepKind.WORDS),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)

PRESSURE_FORMS: Final[Mapping[Act, Form]] = {
    Act.SUPERVISE: SUPERVISE,
    Act.RECTIFY: RECTIFY,
    Act.INSPECT: INSPECT,
    Act.ISSUE: ISSUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTold:
    """What a person decided about an official, and why."""

    case_id: int = 0
    decision: FileDecision
    words: str = ""
