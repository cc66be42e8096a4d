"""Conversations happen at the desk."""

from tests.deskside import desk, empty_desk

__all__ = ["desk", "empty_desk"]
