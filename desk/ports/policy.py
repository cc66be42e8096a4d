"""What actions and handlers need of the policy library, which `bot` adapts, and of `storage` beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from desk.domain.policy.card import (
    ItemWish,
    NewItem,
    PolicyCard,
    PolicyDecision,
    PolicyKind,
    PolicyReason,
    PolicyTopic,
    QuestionNote,
    SelfQuestion,
)


class Policy(Protocol):
    """The library of the county. Nothing here raises: what cannot be answered is handed over."""

    def find(self, question: str, today: date, /) -> PolicyDecision:
        """Decide about a question in a resident's words."""
        ...

    def card(self, card_id: str, today: date, /) -> PolicyCard | None:
        """The card of that id, if the library still has it."""
        ...

    def topics(self) -> Sequence[PolicyTopic]:
        """Those that hold anything, in the order in which they are offered; empty without a library."""
        ...

    def cards_of(self, topic: str, today: date, /) -> Sequence[PolicyCard]:
        """The cards of a topic that may be shown today."""
        ...

    def self_check(self) -> Sequence[SelfQuestion]:
        """What is asked by «what may I have»; empty without a library."""
        ...

    def may_apply(self, yes: Collection[str], today: date, /) -> Sequence[PolicyCard]:
        """The cards that may apply to whoever said yes to these questions."""
        ...

    def note(self, heard: QuestionNote, /) -> None:
        """Write down what became of a question."""
        ...

    def keep(self, item: NewItem, verified_by: str, today: date, /) -> str:
        """Add an item of the county's own and return its id. Raises OSError when it cannot be written."""
        ...


class NoPolicy:
    """No library: every question is handed to an official."""

    def find(self, _question: str, _today: date, /) -> PolicyDecision:
        """Nobody knows."""
        return PolicyDecision(PolicyKind.HAND_OVER, PolicyReason.UNSURE)

    def card(self, _card_id: str, _today: date, /) -> PolicyCard | None:
        """There is none."""
        return None

    def topics(self) -> Sequence[PolicyTopic]:
        """There are none."""
        return ()

    def cards_of(self, _topic: str, _today: date, /) -> Sequence[PolicyCard]:
        """There are none."""
        return ()

    def self_check(self) -> Sequence[SelfQuestion]:
        """There is nothing to lead to."""
        return ()

    def may_apply(self, _yes: Collection[str], _today: date, /) -> Sequence[PolicyCard]:
        """There are none."""
        return ()

    def note(self, _heard: QuestionNote, /) -> None:
        """Nobody would read it."""

    def keep(self, _item: NewItem, _verified_by: str, _today: date, /) -> str:
        """There is nowhere to keep it: raises OSError."""
        raise OSError("there is no policy library")


class ItemWishRepository(Protocol):
    """Items that wait for a second person."""

    async def ask(self, wish: ItemWish) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        ...

    async def find(self, wish_id: int) -> ItemWish | None:
        """What was asked, ruled ones included."""
        ...

    async def of_case(self, case_id: int) -> ItemWish | None:
        """The newest wish about an answer of this case that nobody rejected."""
        ...

    async def rule(self, wish_id: int, ruled_by: int, *, granted: bool) -> bool:
        """Keep what the second one said; False when somebody was first."""
        ...


class PolicyPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def item_wishes(self) -> ItemWishRepository: ...
