"""The way to Telegram where it is blocked: which proxy, said where, and for which addresses.

Each HTTP library reads the environment in its own way: one leaves `ALL_PROXY` out, another sends loopback
to the proxy. So it is read here, once, and both are told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.connecting.no_proxy import goes_directly

OURS: Final = "BANGFU_PROXY"
_PORTS: Final = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_EXAMPLE: Final = "such as http://127.0.0.1:7890 or socks5h://127.0.0.1:1080"


class BrokenProxy(Exception):
    """An address that is no proxy's; one sentence that names the variable and never the value."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy and the variable that names it. Printed without login and password."""

    scheme: str
    host: str
    port: int
    login: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    said_in: str = OURS

    @property
    def address(self) -> str:
        """What may be shown and logged."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_socks(self) -> bool:
        """Whether it passes on connections and knows nothing of HTTP."""
        return self.scheme.startswith("socks")

    def __str__(self) -> str:
        return f"{self.address} ({self.said_in})"


class UsualProxies(BaseSettings):
    """The variables that other programs know too; where both stand, the lower-case one holds."""

    model_config = SettingsConfigDict(
        case_sensitive=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    https_proxy: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("https_proxy", "HTTPS_PROXY"))
    http_proxy: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("http_proxy", "HTTP_PROXY"))
    all_proxy: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("all_proxy", "ALL_PROXY"))
    no_proxy: str = Field("", validation_alias=AliasChoices("no_proxy", "NO_PROXY"))


def usual_proxies(env_file: Path | None = Path(".env")) -> UsualProxies:
    """Those of the environment, which wins, and of the file beside it."""
    return UsualProxies(_env_file=env_file)  # type: ignore[call-arg]


def way_to(url: str, ours: SecretStr, usual: UsualProxies | None = None) -> Proxy | None:
    """The proxy through which this address is asked; None when it is asked directly.

    What `BANGFU_PROXY` says wins over the usual variables. Raises BrokenProxy when the one that holds is no
    address of a proxy.
    """
    usual = usual or usual_proxies()
    if goes_directly(url, usual.no_proxy):
        return None
    scheme = urlsplit(url).scheme
    of_scheme = usual.https_proxy if scheme == "https" else usual.http_proxy
    said = ((ours, OURS), (of_scheme, f"{scheme.upper()}_PROXY"), (usual.all_proxy, "ALL_PROXY"))
    for secret, name in said:
        if value := secret.get_secret_value().strip():
            return read_proxy(value, name)
    return None


def way(proxy: Proxy | None) -> str:
    """How an address is asked, as part of a sentence."""
    return "directly" if proxy is None else f"through {proxy}"


def read_proxy(value: str, said_in: str = OURS) -> Proxy:
    """The proxy of an address; without a scheme it is `http`, as elsewhere. Raises BrokenProxy."""
    try:
        return _read(value if "://" in value else f"http://{value}", said_in)
    except ValueError as error:
        instead = "" if said_in == OURS else f"; {OURS} wins over it"
        raise BrokenProxy(f"{said_in} {error}{instead}.") from None


def _read(value: str, said_in: str) -> Proxy:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # its own words quote the address
        raise ValueError(
            f"is not the address of a proxy, {_EXAMPLE}; special characters in a password are written as %23"
        ) from None
    if parts.scheme not in _PORTS:
        raise ValueError("must begin with http://, https://, socks5:// or socks5h://")
    host = parts.hostname or ""
    if not host or " " in host or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            f"is not the address of a proxy, {_EXAMPLE}; special characters in a password are written as %23"
        )
    login, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme.startswith("socks") and not (login + password).isascii():
        raise ValueError("can have only ASCII letters and digits in login and password with SOCKS")
    port = port or _PORTS[parts.scheme]
    return Proxy(parts.scheme, host, port, login, password, said_in)
