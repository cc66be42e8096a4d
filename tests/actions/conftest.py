"""The desk, for tests of its acts, and the ticks' view of it."""

from __future__ import annotations

from tests.deskside import desk, empty_desk
from tests.schedules.conftest import clockwork, signs

__all__ = ["clockwork", "desk", "empty_desk", "signs"]
