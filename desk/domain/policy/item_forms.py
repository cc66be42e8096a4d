"""What an official is asked whose answer shall become an item of the policy library."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.talk.forms import Form, Step, StepKind

ASKED, ANSWERED = "asked", "replied"  # the resident's question and the answer, as they stand in the case

SAVE_ITEM = Form(
    "save_item",
    (
        Step("title", StepKind.WORDS),
        Step("body", StepKind.WORDS, optional=True),
        Step("topic", StepKind.PICK),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)


@dataclass(frozen=True, slots=True)
class SaveItemTold:
    """An item as its official wrote it; a voice is no title."""

    topic: str
    case_id: int = 0
    asked: str = ""
    replied: str = ""
    title: str = ""
    body: str = ""
