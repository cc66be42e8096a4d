"""Buttons side by side."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.talk.messages import Button, Rows

_IN_A_ROW = 4


def in_rows(buttons: Sequence[Button], width: int = _IN_A_ROW) -> Rows:
    """So many buttons side by side."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
