"""Presses of buttons that wait for answerCallbackQuery."""

import asyncio
from dataclasses import dataclass, field

from sandbox.counters import Counters
from sandbox.errors import ApiError, bad_request
from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "query"
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Query:
    """One press: who pressed where, and the time (Unix) until which it may be answered."""

    id: str
    chat_id: int
    until: float
    answer: Json | None = None


@dataclass
class Queries:
    """Presses by id; each can be answered once and in time."""

    store: Store
    counters: Counters
    answer_seconds: float = 60
    _open: dict[str, Query] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._open = {key: Query(**body) for key, body in self.store.load(_KIND).items()}

    def open(self, chat_id: int, now: float) -> Query:
        """Register a press; forgets those nobody can answer any more."""
        for old in [query for query in self._open.values() if query.until < now]:
            self._close(old)
        query = Query(_query_id(self.counters.next("query"), chat_id), chat_id, now + self.answer_seconds)
        self._open[query.id] = query
        self.store.put(_KIND, query.id, vars(query))
        return query

    def answer(self, query_id: str, answer: Json, now: float) -> Query:
        """Answer a press; ApiError 400 if it is unknown, answered already or too old."""
        query = self._open.get(query_id)
        if query is None or query.until < now:
            raise too_old()
        query.answer = answer
        self._close(query)
        return query

    async def answered(self, query: Query, seconds: float) -> Json | None:
        """The answer once it is there, None if it does not come within `seconds`."""
        if query.answer is None:
            flag = self._waiting.setdefault(query.id, asyncio.Event())
            try:
                await asyncio.wait_for(flag.wait(), seconds)
            except TimeoutError:
                pass
            finally:
                self._waiting.pop(query.id, None)
        return query.answer

    def _close(self, query: Query) -> None:
        self._open.pop(query.id, None)
        self.store.drop(_KIND, query.id)
        if query.id in self._waiting:
            self._waiting[query.id].set()


def too_old() -> ApiError:
    """The one refusal of answerCallbackQuery."""
    return bad_request(_TOO_OLD)


def _query_id(number: int, chat_id: int) -> str:
    """Ids as long and as opaque as Telegram's: 64 bits in decimal."""
    return str(((chat_id & 0x7FFFFFFF) << 32) | (number * 2_654_435_761 & 0xFFFFFFFF))
