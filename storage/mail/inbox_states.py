"""What may become of an update, with a sentence each: how a row gets there, and how it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final


class InboxState(StrEnum):
    """The state of one row of the inbox."""

    WAITING = "waiting"
    """Stored, and Telegram told so; the pump takes it. After a fault it may wait for a try alone."""

    DONE = "done"
    """Handled, in the transaction that keeps what it caused. The end."""

    FAILED = "failed"
    """A dead letter: tried again and again in vain, kept, its sender and the operator told. The end."""


# What the statements of storage may do with a row; they are held against this table.
INBOX_MOVES: Final[Mapping[InboxState, Set[InboxState]]] = {
    InboxState.WAITING: {InboxState.DONE, InboxState.FAILED},
    InboxState.DONE: frozenset(),
    InboxState.FAILED: frozenset(),
}
INBOX_BEGINS: Final = frozenset({InboxState.WAITING})
