"""What is asked directly although there is a proxy: this machine, and what `NO_PROXY` names."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit


def goes_directly(url: str, no_proxy: str) -> bool:
    """Whether a proxy is passed by.

    `NO_PROXY` is a list with commas of hosts (with all below them), `.suffixes`, addresses, networks such as
    `10.0.0.0/8`, each with a port if it holds for that one only, or `*` for everything.
    """
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)
    if _is_loopback(host):
        return True
    return any(_names(entry, host, port) for entry in no_proxy.replace(",", " ").lower().split())


def _is_loopback(host: str) -> bool:
    address = _address(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _names(entry: str, host: str, port: int) -> bool:
    """Whether one entry of the list holds for this host and port."""
    if entry == "*":
        return True
    name, only = _divided(entry)
    if only is not None and only != port:
        return False
    address = _address(host)
    if address is None:
        name = name.removeprefix("*").strip(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))
    try:
        return address in ip_network(name, strict=False)
    except (ValueError, TypeError):
        return False


def _divided(entry: str) -> tuple[str, int | None]:
    """Name and port; an address of IPv6 has colons of its own, and brackets when a port follows."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, _port(rest.removeprefix(":"))
    if entry.count(":") == 1:
        name, _, rest = entry.partition(":")
        return name, _port(rest)
    return entry, None


def _port(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() else None


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
