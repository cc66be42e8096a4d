"""Named parameters for both databases: `:name` in every statement, `$1` where asyncpg wants it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

# A quoted text, a `::cast`, or a `:name`; only the last is a parameter.
_TOKEN = re.compile(r"'(?:[^']|'')*'|::\w+|:([a-z_][a-z0-9_]*)")


@lru_cache(maxsize=1024)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with `$1, $2, …` in place of names, and the names in that order (each once)."""
    names: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return match.group(0)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _TOKEN.sub(replace, sql), tuple(names)


def stored(value: Any) -> Any:
    """What a value looks like in a column: moments become UTC text that sorts as time does."""
    return _moment_text(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=256)
def _moment_text(value: datetime) -> str:
    # One update writes its moment into a dozen columns.
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The aware moment that `stored` wrote."""
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    """As `moment`, for columns that may be empty."""
    return None if text is None else datetime.fromisoformat(text)
