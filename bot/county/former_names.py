"""What villages were called before: a table of old names, each with its successor's code or its town's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.tables import BadRows, Columns, read_table
from desk.domain.county.areas import Areas

COLUMNS: Final = Columns("former_names", required=("old_name", "town_code"))


@dataclass(frozen=True, slots=True)
class FormerNames:
    """Old names, each with the code of the village or town under which it is found now."""

    names: Sequence[tuple[str, str]]
    not_read: Sequence[str] = ()


def read_former_names(path: Path, areas: Areas) -> FormerNames:
    """The names of a county's villages; those of other counties are passed over. Raises BadRows."""
    table = read_table(path, COLUMNS)
    if table.problems:
        raise BadRows(table.problems)
    names = [(line["old_name"], line["code"] or line["town_code"]) for line in table.lines]
    return FormerNames(
        [one for one in names if one[0] and areas.get(one[1]) is not None], table.said_not_read()
    )
