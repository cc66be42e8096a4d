"""Answers what the desk asks: the scores of the model, and which part of a message decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from desk.domain.talk.heard import ALONE, Context, DangerLevel, Heard, SpeechAct
from hearing.correction import NOTHING, Correction
from hearing.grams import JOINED, Buckets, buckets, normalised
from hearing.model import (
    ACT,
    ACTS,
    ASKED,
    DANGER,
    DANGERS,
    KIND,
    KIND_OF_DANGER,
    KINDS,
    OFFICIAL,
    Model,
    Scores,
)

_ACTS: Final = tuple(SpeechAct(name) for name in ACTS)
_COMPLAINT: Final = ACTS.index("complaint")
_TROUBLE: Final = ACTS.index("trouble")
_LONG: Final = 100  # characters; in a longer message one dangerous sentence would be drowned
_LISTENED: Final = 80  # … so it is heard in portions of so many, each half over the one before
_CLAUSE_ENDS: Final = re.compile(r"[，。！？；、,.!?;\s]+")
_CLAUSE: Final = 3  # characters; shorter ones say too little
_DOUBT: Final = 2.0  # logits that a clause says less than a whole message
_SPAN: Final = 24  # characters of the part that is said to have decided
_SPANS: Final = 40  # at most so many are compared


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears with one model, and with what a county has corrected in it."""

    model: Model
    correction: Correction = field(default=NOTHING)

    def hear(self, text: str, context: Context = ALONE, /) -> Heard:
        """What this message means after what came before it."""
        return _heard(self, text, context.asked, tuple(context.before))

    def logits(self, text: str, asked: str = "") -> Scores:
        """The calibrated score of each head."""
        found = self.buckets(text, asked)
        return self.model.logits(found) + self.correction.of(self.model, found)

    def buckets(self, text: str, asked: str = "") -> Buckets:
        """Where the parts of the text lie."""
        return buckets(normalised(text), self.model.signs, ASKED.index(asked) if asked in ASKED else 0)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@lru_cache(maxsize=32)  # one message is looked at by several who handle it
def _heard(listener: Listener, text: str, asked: str, before: tuple[str, ...]) -> Heard:
    logits, clauses = listener.logits(text, asked), _clauses(listener, text)
    danger = float(_odds(_danger(listener, text, logits, clauses, before)))
    level = _level(listener.model, danger)
    acts = _shares(logits[ACT])
    # In a long message an accusation would be drowned, as danger would.
    portions = clauses if len(text) > _LONG else ()
    official = float(_odds(max(one[OFFICIAL] for one in (logits, *portions))))
    at = _decided(listener, text, int(acts.argmax()) if level is DangerLevel.NONE else DANGER)
    return Heard(
        acts=dict(zip(_ACTS, acts.tolist(), strict=True)),
        kinds=dict(zip(KINDS, _odds(logits[KIND]).tolist(), strict=True)),
        level=level,
        danger=danger,
        dangers={} if level is DangerLevel.NONE else _kinds_of_danger(listener, text, at),
        official=official,
        accuses=official >= listener.model.accused or int(acts.argmax()) == _COMPLAINT,
        tells=any(int(clause[ACT].argmax()) == _TROUBLE for clause in clauses),
        span=text[at : at + _SPAN],
        decided_at=at,
    )


def _clauses(listener: Listener, text: str) -> Sequence[Scores]:
    """The scores of each of several clauses of a short message; of a long one those of its portions."""
    if len(text) > _LONG:
        return [listener.logits(part) for _, part in _portions(text, _LISTENED)]
    clauses = _CLAUSE_ENDS.split(text)
    return [listener.logits(one) for one in clauses if _CLAUSE <= len(one) < len(text)]


def _danger(
    listener: Listener, text: str, logits: Scores, clauses: Sequence[Scores], before: Sequence[str]
) -> np.float32:
    """How dangerous a message is: as a whole, and by its most dangerous part.

    A clause says so less surely than a portion of a long story: the others may say that it is over.
    """
    less = 0.0 if len(text) > _LONG else _DOUBT
    part = max((float(clause[DANGER]) for clause in clauses), default=-np.inf) - less
    return np.float32(max(float(logits[DANGER]), part, _together(listener, text, before)))


def _together(listener: Listener, text: str, before: Sequence[str]) -> float:
    """How dangerous the message is together with those before it, if these were not by themselves.

    People send one sentence in three pieces. What was dangerous before this one has been heard already.
    """
    earlier = JOINED.join(before)
    if not before or float(_odds(listener.logits(earlier)[DANGER])) >= listener.model.maybe:
        return -np.inf
    return float(listener.logits(f"{earlier}{JOINED}{text}")[DANGER])


def _portions(text: str, length: int, most: int = 0) -> Iterator[tuple[int, str]]:
    """Overlapping parts of a text and where they begin; `most` widens the steps between them."""
    step = max(length // 2, -(-len(text) // most) if most else 1)
    for at in range(0, max(1, len(text) - length // 2), step):
        yield at, text[at : at + length]


def _level(model: Model, danger: float) -> DangerLevel:
    if danger >= model.now:
        return DangerLevel.NOW
    return DangerLevel.MAYBE if danger >= model.maybe else DangerLevel.NONE


def _decided(listener: Listener, text: str, head: int) -> int:
    """Where the part begins that speaks most for a head."""
    if len(text) <= _SPAN:
        return 0
    parts = list(_portions(text, _SPAN, _SPANS))
    return max(parts, key=lambda part: float(listener.logits(part[1])[head]))[0]


def _kinds_of_danger(listener: Listener, text: str, at: int) -> dict[str, float]:
    around = text if len(text) <= _LONG else text[max(0, at - _SPAN) : at + _LISTENED]
    return dict(zip(DANGERS, _shares(listener.logits(around)[KIND_OF_DANGER]).tolist(), strict=True))


def _odds(logits: Scores | np.float32) -> Scores:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _shares(logits: Scores) -> Scores:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), np.float32)
