"""What a recogniser of villages says about a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MentionVerdict(StrEnum):
    """Whether a mention may be believed at once."""

    ACCEPT = "accept"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Guess:
    """One area that may be meant; `score` is from 0 to 1."""

    code: str
    name: str
    path: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """The decision and the candidates, best first."""

    text: str
    decision: MentionVerdict
    candidates: tuple[Guess, ...] = ()
