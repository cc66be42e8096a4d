"""The log of what the bot did."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.shapes import Json

_KEPT = 100_000


@dataclass(frozen=True)
class Logged:
    """One call: `at` is Unix time when it ended, `fault` the failure injected into it."""

    n: int
    method: str
    params: Json
    ok: bool
    error: str | None
    at: float
    chat_id: int | None
    message_id: int | None
    fault: str | None


class CallLog:
    """The latest calls, numbered from 1 at each start of the sandbox."""

    def __init__(self) -> None:
        self._kept: deque[Logged] = deque(maxlen=_KEPT)
        self._n = 0

    def add(self, method: str, params: Json, answer: Json, at: float, fault: str | None = None) -> None:
        """Log a call with its answer's body."""
        self._n += 1
        chat_id, message_id = _place(params, answer.get("result"))
        ok = bool(answer["ok"])
        error = None if ok else answer["description"]
        self._kept.append(Logged(self._n, method, params, ok, error, at, chat_id, message_id, fault))

    def after(self, n: int, method: str) -> list[Json]:
        """Calls after number `n`, of one method or (empty) of all."""
        wanted = method.lower()
        # From the newest backwards: a test that follows the log must not walk all of it every time.
        found = []
        for call in reversed(self._kept):
            if call.n <= n:
                break
            if not wanted or call.method.lower() == wanted:
                found.append(asdict(call))
        return found[::-1]


def _place(params: Json, result: Any) -> tuple[int | None, int | None]:
    """Chat and message of a call, from its result if that is a message, else from its parameters."""
    if isinstance(result, list) and result and isinstance(result[0], dict):
        result = result[0]
    message = result if isinstance(result, dict) else {}
    chat = message["chat"].get("id") if isinstance(message.get("chat"), dict) else params.get("chat_id")
    return _number(chat), _number(message.get("message_id", params.get("message_id")))


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
