"""Who belongs to a family, as far as the desk may act on it.

A verified number that stands in the register ties its owner to that household at once. Everything else is a
claim: the village knows who lives in a house, so the village says so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tie:
    """A person of a household; `ruled` when the village said so, else their verified number shows it."""

    household_id: int
    person_id: int
    ruled: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A person who may be of a household, and about whom nobody of the village has said anything yet."""

    household_id: int
    person_id: int
