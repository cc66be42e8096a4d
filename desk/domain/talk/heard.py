"""What a listener makes of somebody's words: what they want, what it is about, whether there is danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_CLOSE: Final = 0.25  # two acts whose probabilities lie no further apart are told apart by asking


class SpeechAct(StrEnum):
    """What somebody mainly wants with a message."""

    TROUBLE = "trouble"
    QUESTION = "question"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PROGRESS = "progress"
    GREETING = "greeting"
    THANKS = "thanks"
    PERSON = "person"
    HELP = "help"
    WHO = "who"
    CANCEL = "cancel"
    PLACE = "place"
    ANSWER = "answer"
    OTHER = "other"


class DangerLevel(StrEnum):
    """How sure it is that somebody must act at once: now is alarmed, maybe is asked, none is nothing."""

    NONE = "none"
    MAYBE = "maybe"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Context:
    """What came before a message: the question that stands open, by name, and up to two earlier messages."""

    asked: str = ""
    before: Sequence[str] = ()


ALONE: Final = Context()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is, each with its probability; those of the acts add up to 1.

    `kinds` are names of the county's list of troubles, `dangers` the kinds of danger, `official` whether
    somebody in office is accused, `tells` whether a clause of it tells of a trouble. `span` is the part that
    decided about danger, or else about the act, and `decided_at` the character at which it begins.
    """

    acts: Mapping[SpeechAct, float] = field(default_factory=lambda: {SpeechAct.TROUBLE: 1.0})
    kinds: Mapping[str, float] = field(default_factory=dict)
    level: DangerLevel = DangerLevel.NONE
    danger: float = 0.0
    dangers: Mapping[str, float] = field(default_factory=dict)
    official: float = 0.0
    accuses: bool = False
    tells: bool = False
    span: str = ""
    decided_at: int = 0

    @property
    def act(self) -> SpeechAct:
        """What it most likely is."""
        return max(self.acts, key=self.acts.__getitem__)

    @property
    def danger_kind(self) -> str:
        """The likeliest kind of danger; empty when there is none."""
        return max(self.dangers, key=self.dangers.__getitem__, default="")

    @property
    def asks(self) -> bool:
        """Whether it is a question, more likely than anything else."""
        return self.act is SpeechAct.QUESTION

    def lies_between(self, one: SpeechAct, other: SpeechAct) -> bool:
        """Whether it may well be either, so that it is better to ask."""
        first, second = self.acts.get(one, 0.0), self.acts.get(other, 0.0)
        return self.act in {one, other} and abs(first - second) <= _CLOSE


@dataclass(frozen=True, slots=True)
class HearingCount:
    """How often in a month («2026-11») what was heard was said to be what was `meant`."""

    month: str
    heard: str
    meant: str
    times: int
