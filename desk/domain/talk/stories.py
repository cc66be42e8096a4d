"""How long a story may get. Nobody is refused: a form goes on by itself, and what comes then is added."""

from __future__ import annotations

from desk.domain.county.rules import StoryLimit
from desk.domain.talk.drafts import Draft


def is_full(draft: Draft, limit: StoryLimit) -> bool:
    """Whether the story is as long as one may get: its form asks the next question."""
    return draft.pieces >= limit.pieces or draft.characters >= limit.characters


def is_overfull(draft: Draft, limit: StoryLimit) -> bool:
    """Whether as much again was said instead of answers: it is sent as it is."""
    return is_full(draft, StoryLimit(2 * limit.pieces, 2 * limit.characters))
