"""What officials are asked at their desk: what to look for, and to whom the ticked cases shall go."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.talk.forms import Form, Step, StepKind

CHOSEN = "chosen"  # ticked cases: pairs of row and version
SPOT = "spot"  # where in the queue, as a button's code
NAMES = "names"  # the names of units, by code

# The ticking happens in the list itself; these are the questions after it.
BULK = Form(
    "bulk",
    (
        Step("which", StepKind.PICK),
        Step("unit", StepKind.PICK),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)
FIND = Form("find", (Step("word", StepKind.WORDS),))

DESK_FORMS = (BULK, FIND)


@dataclass(frozen=True, slots=True)
class CaseSought:
    """What to look for; a voice or a photo finds nothing."""

    word: str = ""
