"""What may become of a message, with a sentence each: how a row gets there, and how it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final


class OutboxState(StrEnum):
    """The state of one row of the outbox."""

    PARKED = "parked"
    """Of a broadcast and not let go yet; its tick lets portions of it wait for the sender, or drops them."""

    WAITING = "waiting"
    """Decided, or to be said again; the sender claims it when it is due and its chat may be written to."""

    SENDING = "sending"
    """On its way under a lease; it is settled with what Telegram answered, or doubted when the lease ends."""

    SENT = "sent"
    """Known to have arrived. The end."""

    HELD = "held"
    """Of a broadcast, and may have arrived; a person lets it go again (`parked`) or leaves it (`dropped`)."""

    FAILED = "failed"
    """Given up: refused for good, or failing for long. A person says it again, or leaves it (`dropped`)."""

    BLOCKED = "blocked"
    """Refused because nobody is there: they have stopped the bot or are gone, and officials call. The end."""

    DROPPED = "dropped"
    """No longer worth saying, or left by a person. The end."""


_S = OutboxState
# What the statements of storage may do with a row; they are held against this table.
OUTBOX_MOVES: Final[Mapping[OutboxState, Set[OutboxState]]] = {
    _S.PARKED: {_S.WAITING, _S.HELD, _S.DROPPED},
    _S.WAITING: {_S.SENDING, _S.PARKED, _S.HELD, _S.SENT, _S.DROPPED},
    _S.SENDING: {_S.SENT, _S.WAITING, _S.HELD, _S.FAILED, _S.BLOCKED, _S.DROPPED},
    _S.SENT: frozenset(),
    _S.HELD: {_S.PARKED, _S.DROPPED},
    _S.FAILED: {_S.WAITING, _S.SENT, _S.DROPPED},
    _S.BLOCKED: frozenset(),
    _S.DROPPED: frozenset(),
}
OUTBOX_BEGINS: Final = frozenset({_S.PARKED, _S.WAITING})
