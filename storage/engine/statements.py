"""Assembling statements from constants, once, at import.

Statements are module constants named `SQL_…`: a text is for both databases, a mapping holds one text for
each dialect it is for. A test of the house prepares every one of them on its databases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

# A list as one parameter, so that a statement has the same text however long the list is.
_LISTS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "listed": "(SELECT value FROM json_each(:listed))",
        "numbers": "(SELECT value FROM json_each(:listed))",
    },
    "postgresql": {
        "listed": "(ARRAY(SELECT json_array_elements_text(CAST(:listed AS json))))",
        "numbers": "(ARRAY(SELECT CAST(json_array_elements_text(CAST(:listed AS json)) AS bigint)))",
    },
}


def filled(template: str, **parts: str) -> str:
    """The template with `{name}` replaced by each named part."""
    for name, part in parts.items():
        template = template.replace(f"{{{name}}}", part)
    return template


def with_list(template: str, **parts: str) -> Mapping[str, str]:
    """As `filled`, for each database; `IN {listed}` looks among the rows of the parameter `:listed` as text,
    `IN {numbers}` among the same rows as whole numbers.
    """
    return {
        dialect: filled(_membership(template, dialect), **rows, **parts) for dialect, rows in _LISTS.items()
    }


def _membership(template: str, dialect: str) -> str:
    """PostgreSQL looks an array up in an index; from a subquery it would guess how many rows there are."""
    if dialect == "sqlite":
        return template
    for name in ("listed", "numbers"):
        template = template.replace(f"NOT IN {{{name}}}", f"<> ALL {{{name}}}")
        template = template.replace(f"IN {{{name}}}", f"= ANY {{{name}}}")
    return template


def listed(values: Sequence[str] | Sequence[int]) -> str:
    """The value of the parameter `:listed`."""
    return orjson.dumps(list(values)).decode()
