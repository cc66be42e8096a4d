"""What the operator sets in the environment: one frozen object, all mistakes reported at once.

Every setting is explained in docs/settings.md.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.connecting.proxy import OURS, BrokenProxy, Proxy, read_proxy, way_to
from bot.settings_paths import SQLITE, whole, whole_database, whole_rules

PREFIX = "BANGFU_"
TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class BrokenSettings(Exception):
    """The environment cannot be used; one line for every mistake."""


def _token(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("is not a bot token as BotFather gives it (digits, a colon, letters)")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not _SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("must have 16 to 256 letters, digits, _ or -")
    return value


def _http(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must begin with https:// or http://")
    return value.rstrip("/")


def _https(value: str) -> str:
    if value and not value.startswith("https://"):
        raise ValueError("must begin with https://: Telegram calls no other address")
    return value


def _proxy(value: SecretStr) -> SecretStr:
    if value.get_secret_value():
        try:
            read_proxy(value.get_secret_value())
        except BrokenProxy as error:
            raise ValueError(str(error).removeprefix(f"{OURS} ")) from None
    return value


Whole = Annotated[Path, AfterValidator(whole)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """The environment, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] = SecretStr("")
    bot_api_root: Annotated[str, AfterValidator(_http)] = TELEGRAM
    proxy: Annotated[SecretStr, AfterValidator(_proxy)] = SecretStr("")
    data_dir: Whole = Path("var")
    database_url: Annotated[str, AfterValidator(whole_database)] = Field(
        default="sqlite:///var/bangfu.db", repr=False
    )
    key_file: Whole = Path("var/keys.json")
    port: Port = 8088
    rules: Annotated[str, AfterValidator(whole_rules)] = Field(default="default", min_length=1)
    webhook_url: Annotated[str, AfterValidator(_https)] = ""
    webhook_port: Port = 8443
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    operator_chat: int | None = None
    sends_per_second: Annotated[float, Field(gt=0)] = 25.0
    sends_per_chat: Annotated[float, Field(gt=0)] = 1.0
    http_client: Literal["aiohttp", "httpx"] = "aiohttp"
    policy_semantic: Literal["auto", "off"] = "auto"
    demo_past: Literal["lived", "none"] = "lived"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _from_data_dir(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The database and the keys lie in the data folder, unless something else is said; empty is unset."""
        said = {name: value for name, value in values.items() if value != ""}
        folder = Path(str(said.get("data_dir", "var")))
        return {"database_url": f"{SQLITE}{folder / 'bangfu.db'}", "key_file": folder / "keys.json", **said}

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError("BANGFU_WEBHOOK_SECRET must be set when BANGFU_WEBHOOK_URL is")
        return self

    @property
    def live(self) -> bool:
        """Whether there is a token, so that real people are at the other end."""
        return bool(self.bot_token.get_secret_value())

    @property
    def media_folder(self) -> Path:
        """Where the files that residents sent are kept, sealed."""
        return self.data_dir / "media"

    @property
    def sqlite_file(self) -> Path | None:
        """The database file; None on PostgreSQL."""
        url = self.database_url
        return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None

    @property
    def proxy_to_telegram(self) -> Proxy | None:
        """What stands between this machine and the Bot API, if anything. Raises BrokenProxy."""
        return way_to(self.bot_api_root, self.proxy)


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment, which wins, and of a file beside it; raises BrokenSettings."""
    mistakes = list(_misspelt(os.environ))
    try:
        read: dict[str, Any] = {"_env_file": env_file}
        settings = Settings(**read)
    except ValidationError as error:
        mistakes += _sentences(error)
    except FileNotFoundError:
        mistakes.append("The folder in which this is started is gone: change into another one.")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        mistakes.append(f"The file {env_file} cannot be read: {reason}.")
    if mistakes:
        raise BrokenSettings("\n".join(["The settings cannot be used:", *(f"  {line}" for line in mistakes)]))
    return settings


def names() -> list[str]:
    """Every setting, as it is written in the environment."""
    return [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]


def _misspelt(environ: Mapping[str, str]) -> Iterator[str]:
    for name in environ:
        if name.startswith(PREFIX) and name not in names():
            meant = difflib.get_close_matches(name, names(), n=1, cutoff=0.85)
            if meant:
                yield f"{name} is not a setting; {meant[0]} is."


def _sentences(error: ValidationError) -> Iterator[str]:
    """A line for each mistake, never with the value: it may be a secret."""
    for problem in error.errors(include_input=False, include_url=False):
        field = ".".join(str(part) for part in problem["loc"])
        reason = problem["msg"].removeprefix("Value error, ").rstrip(".")
        yield f"{PREFIX}{field.upper()}: {reason}." if field else f"{reason}."
