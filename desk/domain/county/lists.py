"""Lists that a county may add to. A code is for ever: rows, and cards that were sent, keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk.domain.cases.case import Kind

OTHER: Final = "other"  # … and what is on its list no more
TROUBLES: Final = "trouble"
TOPICS: Final = "topic"
Words = Mapping[str, str]  # by language
Lists = Mapping[str, tuple[str, ...]]  # codes by the name of the list, as forms ask for them


@dataclass(frozen=True, slots=True)
class PreparedReply:
    """An answer that is given again and again: what its button says, and what the resident reads."""

    label: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Trouble:
    """An everyday word that residents choose from, and the department that leads in it.

    Deadlines of a report about it are those of `kind`.
    """

    code: str
    label: Words
    department: str
    kind: Kind = Kind.HARDSHIP
    replies: Mapping[str, PreparedReply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitTopic:
    """What is to be found out at every visit; words of danger about it open a case of that `trouble`.

    Its `letter` stands for it on buttons. `asks` is how its words are asked for, where «what about it?» will
    not do.
    """

    code: str
    letter: str
    label: Words
    asks: Words
    trouble: str = OTHER


@dataclass(frozen=True, slots=True)
class SweepKind:
    """What a sweep looks at. Without a `trouble` the official says what a problem is about."""

    code: str
    label: Words
    unit: Words
    trouble: str = ""
