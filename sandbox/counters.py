"""Numbers that only grow, across restarts too."""

from sandbox.store import Store

_KIND = "counter"


class Counters:
    """Named counters: message ids, update ids, event numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values = {name: int(body["value"]) for name, body in store.load(_KIND).items()}

    def next(self, name: str) -> int:
        """The next value, starting at 1."""
        return self.set(name, self.last(name) + 1)

    def last(self, name: str) -> int:
        """The value given last; 0 before the first."""
        return self._values.get(name, 0)

    def set(self, name: str, value: int) -> int:
        """Continue counting from `value`."""
        self._values[name] = value
        self._store.put(_KIND, name, {"value": value})
        return value
