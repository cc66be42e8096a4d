"""Every message of every chat, as the bot sees it, and what the person's side adds."""

from collections import defaultdict
from dataclasses import dataclass

from sandbox.counters import Counters
from sandbox.events import Events
from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "message"
_SUPERGROUP_BASE = -1_000_000_000_000


@dataclass
class Record:
    """A message: `body` is the Bot API Message; `event` numbers its last change."""

    chat_id: int
    message_id: int
    body: Json
    out: bool
    deleted: bool = False
    edits: int = 0
    event: int = 0

    def view(self) -> Json:
        """The message as the person's page gets it."""
        return {**self.body, "out": self.out, "deleted": self.deleted, "edits": self.edits}


class Messages:
    """The history of all chats."""

    def __init__(self, store: Store, counters: Counters, events: Events) -> None:
        self._store = store
        self._counters = counters
        self._events = events
        self._chats: dict[int, dict[int, Record]] = defaultdict(dict)
        for record in sorted(
            (Record(**body) for body in store.load(_KIND).values()), key=lambda r: r.message_id
        ):
            self._chats[record.chat_id][record.message_id] = record

    def next_id(self, chat_id: int) -> int:
        """One series for all private chats and basic groups, one for each supergroup, as accounts have."""
        return self._counters.next(f"message:{chat_id}" if chat_id < _SUPERGROUP_BASE else "message")

    def add(self, body: Json, out: bool) -> Record:
        """Put a message into its chat and show it."""
        record = Record(body["chat"]["id"], body["message_id"], body, out)
        self._chats[record.chat_id][record.message_id] = record
        return self._shown(record, "message")

    def edit(self, record: Record, body: Json) -> Record:
        """Replace what a message says."""
        record.body = body
        record.edits += 1
        return self._shown(record, "edit")

    def delete(self, record: Record) -> Record:
        """Take a message away; its place in history stays, for the page."""
        record.deleted = True
        return self._shown(record, "delete")

    def find(self, chat_id: int, message_id: int) -> Record | None:
        """A message that is still there, or None."""
        record = self._chats.get(chat_id, {}).get(message_id)
        return None if record is None or record.deleted else record

    def changed_after(self, chat_id: int, event: int) -> list[Record]:
        """Messages that appeared or changed after an event, oldest first."""
        return [record for record in self._chats.get(chat_id, {}).values() if record.event > event]

    def last(self, chat_id: int) -> Record | None:
        """The newest message that is still there."""
        records = reversed(self._chats.get(chat_id, {}).values())
        return next((record for record in records if not record.deleted), None)

    def _shown(self, record: Record, kind: str) -> Record:
        record.event = self._events.publish(record.chat_id, kind, {"message": record.view()})
        self._store.put(_KIND, f"{record.chat_id}:{record.message_id}", vars(record))
        return record
