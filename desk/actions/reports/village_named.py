"""A village that somebody names in passing."""

from __future__ import annotations

from typing import Final

from desk.domain.county.mentions import MentionVerdict
from desk.ports.work import Work

_LONGEST: Final = 60  # characters; in a longer message the village would be looked for too long


def village_named(work: Work, text: str) -> str:
    """The code of the village that a short message surely names; empty when it is not sure."""
    mention = work.places.recognise(text) if 0 < len(text) <= _LONGEST else None
    surely = mention is not None and mention.decision is MentionVerdict.ACCEPT
    return mention.candidates[0].code if mention is not None and surely else ""
