"""Who may be written to now, and who goes first: a token bucket for each chat and one for all, and lanes.

Pure: every moment is given, in seconds of one clock.

Telegram's limits are not published; these are its advice, and its 429s are obeyed on top.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desk.domain.talk.messages import Lane

_FLOOD_SECONDS = 2.0
_FLOOD_CHATS = 3


class Queued(Protocol):
    """A message that waits."""

    @property
    def id(self) -> int:
        """Its number: smaller is older."""
        ...

    @property
    def chat_id(self) -> int:
        """Where it goes."""
        ...

    @property
    def lane(self) -> int:
        """How urgent it is: smaller goes first."""
        ...


Q = TypeVar("Q", bound=Queued)


@dataclass(frozen=True, slots=True)
class Budgets:
    """How much may be sent: in all, to one person, to one group."""

    per_second: float = 25.0
    chat_per_second: float = 1.0
    chat_burst: float = 3.0
    group_per_minute: int = 18


UNLIMITED = Budgets(1e9, 1e9, 1e9, 10**9)


@dataclass(slots=True)
class Bucket:
    """Fills steadily up to `size`; taking more than there is leaves a debt."""

    rate: float
    size: float
    level: float
    at: float

    def refill(self, now: float) -> float:
        """The level now."""
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)
        return self.level


class Pacing:
    """Budgets and blocks of one bot token."""

    def __init__(self, budgets: Budgets, now: float) -> None:
        self._budgets = budgets
        # What nobody waits for leaves steadily, a fifth of a second's worth at once. The rest of a second's
        # worth is kept for people who look at the screen: forty who ask at once are answered within a second.
        size = max(1.0, budgets.per_second)
        self._overall = Bucket(budgets.per_second, size, size, now)
        self._kept = size - max(1.0, size / 5)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, deque[float]] = {}
        self._blocked: dict[int, float] = {}
        self._all_blocked_until = now
        self._floods: deque[tuple[float, int, float]] = deque()

    def choose(self, waiting: Iterable[Q], flying: Collection[int], room: int, now: float) -> list[Q]:
        """What goes now: most urgent lane first, then oldest; one per chat; its budget is taken.

        `flying` are chats with a message on its way, `room` is how many more may be on their way.
        """
        chosen: list[Q] = []
        closed = set(flying) | self.resting(now)
        for message in sorted(waiting, key=lambda queued: (queued.lane, queued.id)):
            if len(chosen) >= room or not self._open(message.lane, now):
                break
            if message.chat_id not in closed:
                chosen.append(message)
                closed.add(message.chat_id)
                self.take(message.chat_id, now)
        return chosen

    def take(self, chat_id: int, now: float) -> None:
        """Count one call that says something to this chat."""
        self._overall.refill(now)
        self._overall.level -= 1
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).append(now)
            return
        size = self._budgets.chat_burst
        bucket = self._chats.setdefault(chat_id, Bucket(self._budgets.chat_per_second, size, size, now))
        bucket.refill(now)
        bucket.level -= 1

    def resting(self, now: float) -> set[int]:
        """Chats that may not be written to now."""
        self._forget(now)
        limit = self._budgets.group_per_minute
        return {
            *self._blocked,
            *(chat for chat, bucket in self._chats.items() if bucket.level < 1),
            *(chat for chat, sent in self._groups.items() if len(sent) >= limit),
        }

    def block(self, chat_id: int, until: float) -> None:
        """Leave this chat alone until then."""
        self._blocked[chat_id] = max(until, self._blocked.get(chat_id, until))

    def block_all(self, until: float) -> None:
        """Leave everybody alone until then."""
        self._all_blocked_until = max(until, self._all_blocked_until)

    def sent(self) -> None:
        """A message went through, so the 429s before it were not about everybody."""
        self._floods.clear()

    def flood(self, chat_id: int, retry_after: float, now: float) -> None:
        """Obey a 429: it is about this chat, unless several get one and nothing goes through between."""
        self.block(chat_id, now + retry_after)
        self._floods.append((now, chat_id, retry_after))
        while self._floods[0][0] < now - _FLOOD_SECONDS:
            self._floods.popleft()
        if len({chat for _, chat, _ in self._floods}) >= _FLOOD_CHATS:
            self.block_all(now + min(wait for _, _, wait in self._floods))

    def pause(self, now: float, lane: int = Lane.WAITING) -> float:
        """Seconds until anything of this lane may be sent to anybody; 0 when it may be sent now."""
        missing = self._least(lane) - self._overall.refill(now)
        return max(missing / self._budgets.per_second, self._all_blocked_until - now, 0.0)

    def pause_of(self, chat_id: int, now: float, lane: int) -> float:
        """Seconds until something of this lane may be sent to this chat."""
        self._forget(now)
        bucket, sent = self._chats.get(chat_id), self._groups.get(chat_id)
        missing = 0.0 if bucket is None else (1.0 - bucket.level) / bucket.rate
        full = sent is not None and len(sent) >= self._budgets.group_per_minute
        turn = sent[0] + 60 - now if sent and full else 0.0
        return max(self.pause(now, lane), self._blocked.get(chat_id, now) - now, missing, turn)

    def _open(self, lane: int, now: float) -> bool:
        return now >= self._all_blocked_until and self._overall.refill(now) >= self._least(lane)

    def _least(self, lane: int) -> float:
        """How full the common budget must be for one message of this lane."""
        return 1.0 if lane == Lane.WAITING else self._kept + 1.0

    def _forget(self, now: float) -> None:
        self._blocked = {chat: until for chat, until in self._blocked.items() if until > now}
        self._chats = {chat: b for chat, b in self._chats.items() if b.refill(now) < b.size}
        for sent in self._groups.values():
            while sent and sent[0] <= now - 60:
                sent.popleft()
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent}
