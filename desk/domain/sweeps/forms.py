"""What is asked when a sweep finds a problem, does not find the object, or an inspector sees it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.domain.county.lists import OTHER, TROUBLES
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.talk.pieces import Piece

OBJECT_ID: Final = "object_id"  # which object a form is about
VERSION: Final = "version"  # … and how it stood when the form was opened
OBJECT: Final = "object"  # its name, for whoever answers
ASK_TROUBLE: Final = "ask_trouble"  # whether the kind of object leaves open what the trouble is
SAMPLE_ID: Final = "sample_id"
POSITION: Final = "position"  # in the sample


def _trouble_open(answers: Answers) -> bool:
    return bool(answers.get(ASK_TROUBLE))


SWEEP_FOUND = Form(
    "sweep_found",
    (
        Step("trouble", StepKind.CHOICE, when=_trouble_open, listed=TROUBLES),
        Step("story", StepKind.STORY),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
    keeps_story=True,
)
SWEEP_MISSING = Form("sweep_missing", (Step("words", StepKind.WORDS),))
SWEEP_DIFFERS = Form("sweep_differs", (Step("words", StepKind.WORDS),))

SWEEP_FORMS = (SWEEP_FOUND, SWEEP_MISSING, SWEEP_DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFoundTold:
    """What is wrong with an object, as it stood when the form was opened."""

    object_id: int = 0
    version: int = 0
    trouble: str = OTHER
    story: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SweepMissingTold:
    """Why an object is not there; a voice says nothing here."""

    object_id: int = 0
    version: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class SweepDiffersTold:
    """What an inspector saw instead; a voice says nothing here."""

    sample_id: int = 0
    position: int = 0
    words: str = ""
