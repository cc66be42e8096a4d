"""The people who talk to the bot, each with one private chat."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.errors import ApiError, ControlError, bad_request, forbidden
from sandbox.shapes import Json
from sandbox.store import StateError, Store

_KIND = "person"
_CAST = ("id", "first_name", "last_name", "username", "phone", "language_code", "group", "note", "started")
_FIRST_OWN_ID = 5_000_001


@dataclass
class Person:
    """Somebody with an account, as cast, and the state of their chat with the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    language_code: str = ""
    group: str = ""
    note: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    unread: int = 0
    reply_keyboard: Json | None = None

    def as_user(self) -> Json:
        """The Bot API User."""
        user: Json = {"id": self.id, "is_bot": False, **self._names()}
        return {**user, "language_code": self.language_code} if self.language_code else user

    def as_chat(self) -> Json:
        """The Bot API Chat of the private chat with this person."""
        return {"id": self.id, **self._names(), "type": "private"}

    def as_cast(self) -> Json:
        """The fields a cast file may hold."""
        return {name: getattr(self, name) for name in _CAST}

    def refusal(self) -> ApiError | None:
        """Why the bot may not write here, or None."""
        if not self.started:
            return bad_request("chat not found")
        if self.deactivated:
            return forbidden("user is deactivated")
        return forbidden("bot was blocked by the user") if self.blocked else None

    def _names(self) -> Json:
        given = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {name: value for name, value in given.items() if value or name == "first_name"}


class People:
    """Everybody in the world, by id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_id = {int(key): Person(**body) for key, body in store.load(_KIND).items()}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def add(self, cast: Json) -> Person:
        """Add somebody, or renew the cast fields of somebody known; what happened to them since stays."""
        wanted = _checked(cast, self._free_id())
        known = self._by_id.get(wanted["id"])
        if known is None:
            return self.save(Person(**wanted))
        for name in wanted.keys() - {"started"}:
            setattr(known, name, wanted[name])
        return self.save(known)

    def find(self, person_id: int) -> Person | None:
        """The person, or None."""
        return self._by_id.get(person_id)

    def get(self, person_id: int) -> Person:
        """The person; ControlError 404 if there is nobody."""
        person = self._by_id.get(person_id)
        if person is None:
            raise ControlError(404, f"There is nobody with id {person_id}.")
        return person

    def save(self, person: Person) -> Person:
        """Keep what changed about somebody."""
        self._by_id[person.id] = person
        # Plain attributes only: asdict would copy a large keyboard at every message.
        self._store.put(_KIND, person.id, vars(person))
        return person

    def _free_id(self) -> int:
        return max([_FIRST_OWN_ID - 1, *self._by_id]) + 1


def read_cast(path: Path) -> list[Json]:
    """The people of a cast file; StateError with one sentence if it cannot be read."""
    try:
        cast = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StateError(f"The cast file {path} cannot be read: {error}.") from error
    if not isinstance(cast, list) or not all(isinstance(one, dict) for one in cast):
        raise StateError(f"The cast file {path} must be a JSON list of objects.")
    return cast


def _checked(cast: Json, free_id: int) -> Json:
    unknown = set(cast) - set(_CAST)
    if unknown:
        raise ControlError(400, f"Unknown cast field: {', '.join(sorted(unknown))}.")
    wanted: dict[str, Any] = {name: value for name, value in cast.items() if value is not None}
    wanted.setdefault("id", free_id)
    if not isinstance(wanted["id"], int) or wanted["id"] <= 0 or not wanted.get("first_name"):
        raise ControlError(400, "A person needs a positive integer id and a first_name.")
    return wanted
