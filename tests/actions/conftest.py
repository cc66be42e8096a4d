"""The desk, for tests of its acts."""

from __future__ import annotations

from tests.deskside import desk, empty_desk

__all__ = ["desk", "empty_desk"]
