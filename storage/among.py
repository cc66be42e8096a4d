"""Lists as one parameter, so that a statement has the same text however long the list is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

_ROWS: Mapping[str, str] = {
    "sqlite": "(SELECT value FROM json_each(:listed))",
    "postgresql": "(SELECT json_array_elements_text(CAST(:listed AS json)))",
}


def by_dialect(template: str) -> Mapping[str, str]:
    """The statement for each database: `{listed}` becomes the rows, as text, of the parameter `:listed`."""
    return {dialect: template.replace("{listed}", rows) for dialect, rows in _ROWS.items()}


def listed(codes: Sequence[str]) -> str:
    """The value of the parameter `:listed`."""
    return orjson.dumps(list(codes)).decode()
