"""Danger in what was told in many messages: each of a resident's was looked at as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.actions.cases.official_words import text_in
from desk.actions.danger.listening import is_danger
from desk.domain.talk.messages import Json
from desk.ports.work import Work

_FIRST: Final = 2
_NEWEST: Final = 5


def is_danger_told(work: Work, pieces: Sequence[Mapping[str, Json]]) -> bool:
    """Whether harm is near; of very many pieces how they begin and the newest are looked at."""
    told = pieces if len(pieces) <= _FIRST + _NEWEST else [*pieces[:_FIRST], *pieces[-_NEWEST:]]
    return is_danger(work, text_in(told))
