"""Questions as they were asked, without identity: a JSON line each, from which the library learns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from policy.anonymous import without_identity
from policy.answers import AnswerDecision


class QuestionOutcome(StrEnum):
    """What became of a question, as far as it is known."""

    ASKED = "asked"
    CHOSEN = "chosen"
    HELPFUL = "helpful"
    USELESS = "useless"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: the day, not the moment, and no sender."""

    day: str
    question: str
    decision: str
    reason: str
    shown: tuple[str, ...]
    outcome: str


def line_of(question: str, decision: AnswerDecision, outcome: QuestionOutcome, day: date) -> LogLine:
    """What is written down of a question. Numbers and names that could tell who asked are left out."""
    return LogLine(
        day=day.isoformat(),
        question=without_identity(question),
        decision=decision.kind.value,
        reason=decision.reason.value,
        shown=tuple(choice.id for choice in decision.choices),
        outcome=outcome.value,
    )


def append(file: Path, line: LogLine) -> None:
    """Write one line at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as log:
        log.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def read_log(file: Path) -> Sequence[LogLine]:
    """The lines that can be read; a torn last line is left out."""
    if not file.exists():
        return ()
    return tuple(filter(None, map(_line, file.read_text(encoding="utf-8").splitlines())))


def _line(written: str) -> LogLine | None:
    try:
        one = json.loads(written)
        return LogLine(**{**one, "shown": tuple(one["shown"])})
    except (ValueError, KeyError, TypeError):
        return None
