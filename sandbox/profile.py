"""What the bot has told about itself: commands, descriptions, menu button."""

from dataclasses import dataclass
from typing import Any

from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "profile"


@dataclass(frozen=True)
class Bot:
    """The bot's account."""

    token: str
    username: str = "sandbox_bot"
    first_name: str = "Sandbox"

    @property
    def id(self) -> int:
        """The number before the token's colon."""
        return int(self.token.partition(":")[0])

    def as_user(self) -> Json:
        """The Bot API User as it stands in messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


class Profile:
    """Named settings that bots write and hardly read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values = store.load(_KIND)

    def get(self, name: str, default: Any) -> Any:
        """A setting, or `default` if it was never made."""
        return self._values.get(name, {}).get("value", default)

    def set(self, name: str, value: Any) -> None:
        """Make a setting."""
        self._values[name] = {"value": value}
        self._store.put(_KIND, name, self._values[name])

    def remove(self, name: str) -> None:
        """Forget a setting."""
        self._values.pop(name, None)
        self._store.drop(_KIND, name)
