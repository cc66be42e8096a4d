"""A draft: an unfinished form of one chat, the memory of a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk.domain.talk.messages import Json

ALARMED = "alarmed"  # the answer that the desk gives itself when it sees danger
DOUBTED = "doubted"  # … when it asked whether there is any: the number of the doubt
LISTENED = "listened"  # the official to whom a voice was shown before anything was sent


@dataclass(frozen=True, slots=True)
class Draft:
    """A versioned row: `version` grows with every change, `question` only when another question is asked.

    Buttons carry the number of their question, so that older ones are known while a story may still grow. Of
    the story only its size is here, and what is not stored yet (`fresh`): each piece has a row of its own.
    """

    chat_id: int
    form: str
    step: str
    version: int
    started_at: datetime
    updated_at: datetime
    answers: Mapping[str, Json] = field(default_factory=dict)
    question: int = 1
    has_story: bool = False
    reminded_at: datetime | None = None
    pieces: int = 0  # of the story, `fresh` included
    characters: int = 0
    fresh: tuple[dict[str, Json], ...] = ()  # the last of them

    @property
    def alarmed(self) -> bool:
        """Whether danger was seen in it, and people were told."""
        return bool(self.answers.get(ALARMED))
