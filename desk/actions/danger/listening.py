"""Whether words tell of danger or accuse somebody in office: the county's own words, then the listener."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.danger.danger import complaint_in
from desk.domain.danger.sightings import Sighting, sighting_in
from desk.domain.talk.courtesy import is_courtesy
from desk.domain.talk.heard import Context
from desk.ports.work import Work


def listen(work: Work, text: str, before: Sequence[str] = ()) -> Sighting | None:
    """What of danger is in these words, after up to two messages of the same person; None for nothing."""
    if not text:
        return None
    seen = sighting_in(text, work.rules, work.hearing.hear(text, Context(before=tuple(before))))
    doubted = seen is not None and not seen.is_sure
    return None if doubted and is_courtesy(text, work.rules.courtesy) else seen


def is_danger(work: Work, text: str) -> bool:
    """Whether people are told at once."""
    seen = listen(work, text)
    return seen is not None and seen.is_sure


def may_be_danger(work: Work, text: str) -> bool:
    """Whether it is danger, or would be asked about."""
    return listen(work, text) is not None


def accuses(work: Work, text: str) -> bool:
    """Whether it looks like a complaint about somebody in office: these must not learn of it first."""
    return bool(text) and (complaint_in(text, work.rules) is not None or work.hearing.hear(text).accuses)
