"""The webhook the bot has set, and how deliveries to it went."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "webhook"


@dataclass
class Webhook:
    """Where updates go; an empty `url` means the bot polls."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    has_custom_certificate: bool = False
    last_error_date: int = 0
    last_error_message: str = ""


class Webhooks:
    """The one webhook of the bot."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.current = Webhook(**store.load(_KIND).get("current", {}))
        self.listeners: list[Callable[[], None]] = []
        self.set_at = float("-inf")

    def change(self, webhook: Webhook) -> None:
        """Use another webhook, or none."""
        self.current = webhook
        self._save()
        for listener in self.listeners:
            listener()

    def note_error(self, message: str, now: int) -> None:
        """Remember why the last delivery failed."""
        self.current.last_error_date, self.current.last_error_message = now, message
        self._save()

    def as_info(self, pending: int, allowed: list[str] | None) -> Json:
        """The Bot API WebhookInfo."""
        hook = self.current
        info: Json = {"url": hook.url, "has_custom_certificate": hook.has_custom_certificate}
        info["pending_update_count"] = pending
        if hook.url:
            info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.url and hook.last_error_date:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
        return {**info, "allowed_updates": allowed} if allowed else info

    def _save(self) -> None:
        self._store.put(_KIND, "current", vars(self.current))
