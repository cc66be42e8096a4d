"""What the desk needs of `hearing`: what somebody's words mean, and how sure that is."""

from __future__ import annotations

from typing import Protocol

from desk.domain.talk.heard import ALONE, Context, Heard


class Hearing(Protocol):
    """A listener. It computes in memory, in about a millisecond, and raises nothing."""

    def hear(self, text: str, context: Context = ALONE, /) -> Heard:
        """What this message means after what came before it."""
        ...


class Deaf:
    """No listener: everything is a trouble and nothing is dangerous but for the county's own words."""

    def hear(self, _text: str, _context: Context = ALONE, /) -> Heard:
        """Nobody can tell."""
        return Heard()
