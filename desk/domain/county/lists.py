"""Lists that a county may add to. A code is for ever: rows, and cards that were sent, keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk.domain.cases.case import Kind

OTHER: Final = "other"  # … and what is on its list no more
TROUBLES: Final = "trouble"
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
