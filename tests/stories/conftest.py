"""The desk, for stories."""

from __future__ import annotations

from tests.deskside import desk, empty_desk

__all__ = ["desk", "empty_desk"]
