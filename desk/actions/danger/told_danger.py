"""Danger in what was told in many messages: each of a resident's was looked at as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.actions.cases.official_words import text_in
from desk.domain.county.rules import Rules
from desk.domain.danger.danger import danger_in
from desk.domain.talk.messages import Json

_FIRST: Final = 2
_NEWEST: Final = 5


def is_danger_told(pieces: Sequence[Mapping[str, Json]], rules: Rules) -> bool:
    """Whether harm is near; of very many pieces how they begin and the newest are looked at."""
    told = pieces if len(pieces) <= _FIRST + _NEWEST else [*pieces[:_FIRST], *pieces[-_NEWEST:]]
    return danger_in(text_in(told), rules) is not None
