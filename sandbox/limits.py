"""Telegram's flood limits as token buckets; values from its FAQ, as precise limits are not published."""

import math
from dataclasses import asdict, dataclass, fields, replace

from sandbox.errors import ControlError, too_many_requests
from sandbox.shapes import Json


@dataclass(frozen=True)
class LimitValues:
    """What is enforced: messages per second and chat with bursts, overall, and per minute in a group."""

    enforce: bool = True
    per_chat_per_second: float = 1
    burst: int = 3
    overall_per_second: float = 30
    group_per_minute: float = 20


@dataclass
class _Bucket:
    capacity: float
    rate: float
    tokens: float
    at: float

    def missing_seconds(self, count: int, now: float) -> float:
        """How long until `count` tokens are there; a burst larger than the bucket passes when it is full."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.rate)
        self.at = now
        # A hair of tolerance: whoever waited exactly retry_after must pass despite rounding.
        lack = min(count, self.capacity) - self.tokens - 1e-6
        return max(0.0, lack / self.rate)


class Limits:
    """Counts messages and refuses with 429 what comes too fast."""

    def __init__(self) -> None:
        self.values = LimitValues()
        self._buckets: dict[int | None, _Bucket] = {}

    def change(self, wanted: Json) -> Json:
        """Replace some values; counting starts anew. ControlError 400 for what is no limit."""
        known = {field.name for field in fields(LimitValues)}
        if not wanted.keys() <= known:
            raise ControlError(400, f"The limits are: {', '.join(sorted(known))}.")
        if any(
            not isinstance(value, (int, float)) or value <= 0
            for name, value in wanted.items()
            if name != "enforce"
        ):
            raise ControlError(400, "A limit is a number above 0.")
        self.values = replace(self.values, **wanted)
        self._buckets.clear()
        return asdict(self.values)

    def charge(self, chat_id: int, count: int, now: float) -> None:
        """Count messages to a chat; ApiError 429 if they come too fast, nothing is counted then."""
        if not self.values.enforce:
            return
        buckets = [self._bucket(None, now), self._bucket(chat_id, now)]
        wait = max(bucket.missing_seconds(count, now) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.tokens -= count

    def _bucket(self, chat_id: int | None, now: float) -> _Bucket:
        bucket = self._buckets.get(chat_id)
        if bucket is None:
            capacity, rate = self._shape(chat_id)
            bucket = self._buckets[chat_id] = _Bucket(capacity, rate, capacity, now)
        return bucket

    def _shape(self, chat_id: int | None) -> tuple[float, float]:
        """Capacity and refill per second: overall, a group, a private chat."""
        if chat_id is None:
            return self.values.overall_per_second, self.values.overall_per_second
        if chat_id < 0:
            return self.values.group_per_minute, self.values.group_per_minute / 60
        return self.values.burst, self.values.per_chat_per_second
