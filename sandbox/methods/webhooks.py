"""setWebhook, deleteWebhook, getWebhookInfo."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import bad_request, too_many_requests
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.polling import remember_allowed
from sandbox.updates.webhook_settings import Webhook
from sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_LIMIT = 256


@dataclass(frozen=True)
class Described:
    """A result that comes with a sentence."""

    result: Any
    description: str


def set_webhook(world: World, call: Call) -> Described:
    """Deliver updates to an address from now on; an empty one goes back to polling."""
    if not call.has("url"):
        return delete_webhook(world, call)
    wanted = _read(call)
    if world.clock() - world.webhooks.set_at < 1:
        raise too_many_requests(1)
    world.webhooks.set_at = world.clock()
    _begin(world, call)
    if _same(wanted, world.webhooks.current):
        return Described(True, "Webhook is already set")
    world.webhooks.change(wanted)
    world.updates.wake()
    return Described(True, "Webhook was set")


def delete_webhook(world: World, call: Call) -> Described:
    """Go back to polling."""
    _begin(world, call)
    was_set = bool(world.webhooks.current.url)
    world.webhooks.change(Webhook())
    world.updates.wake()
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(world: World, _call: Call) -> Json:
    """Address, what waits, and the last failure."""
    return world.webhooks.as_info(len(world.updates), world.updates.allowed)


def _begin(world: World, call: Call) -> None:
    remember_allowed(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.clear()


def _read(call: Call) -> Webhook:
    secret = call.text("secret_token")
    if len(secret) > _SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return Webhook(
        url=_checked_url(call.text("url")),
        secret_token=secret,
        max_connections=call.between("max_connections", 40, 1, 100),
        has_custom_certificate="certificate" in call.uploads,
    )


def _checked_url(url: str) -> str:
    """Telegram wants HTTPS from anywhere; the sandbox calls this machine only, so plain HTTP is fine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in ("http", "https") or not host:
        raise bad_request("invalid webhook URL specified")
    if not _is_loopback(host):
        raise bad_request("bad webhook: the sandbox calls loopback addresses only")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _same(one: Webhook, other: Webhook) -> bool:
    return (one.url, one.secret_token, one.max_connections) == (
        other.url,
        other.secret_token,
        other.max_connections,
    )
