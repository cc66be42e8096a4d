"""The one way in which a table comes in: whatever a county sends, as lines by our names for its columns."""

from __future__ import annotations

from pathlib import Path

from bot.tables import limits
from bot.tables.cells import is_blank
from bot.tables.columns import Columns
from bot.tables.grids import Book, Grid, UnreadableFile
from bot.tables.header import header_of, likeness, no_header
from bot.tables.kinds import book_at
from bot.tables.rows import Body
from bot.tables.table import BadRows, Problem, Table


def read_table(path: Path, columns: Columns, sheet: str = "") -> Table:
    """The lines of the first sheet that is shown and has these columns, or of the sheet of that name.

    Raises BadRows when there is no such sheet, or the file cannot be read at all.
    """
    try:
        book = book_at(path, lambda cells: likeness(cells, columns))
        body, others = _chosen(book, columns, sheet)
    except UnreadableFile as error:
        raise BadRows([Problem(path, error.line, str(error))]) from error
    table = body.table(path, [*others, *book.lost])
    if not table.lines:
        raise BadRows([Problem(path, 0, "has no rows")])
    return table


def _chosen(book: Book, columns: Columns, sheet: str) -> tuple[Body, list[str]]:
    """The sheet that is read, and what is to be said of the others. Raises UnreadableFile."""
    chosen: Body | None = None
    others, beginnings = list[str](), list[Grid]()
    for grid in book.grids:
        wanted = grid.name == sheet if sheet else not grid.hidden
        header = header_of(grid, columns) if wanted and chosen is None else None
        if header is not None:
            chosen = Body(grid, header, columns)
        elif filled := sum(not all(map(is_blank, cells)) for _, cells in grid.rows):
            others.append(_other(grid, filled))
            beginnings += [Grid(grid.rows[: limits.HEADER_WITHIN])] if wanted else []
    if chosen is not None:
        return chosen, others
    if sheet and not beginnings:
        raise UnreadableFile(f"has no sheet {sheet}; it has: {', '.join(others) or 'none'}")
    raise no_header(beginnings, columns)


def _other(grid: Grid, filled: int) -> str:
    lines = "1 line" if filled == 1 else f"{filled} lines"
    return f"sheet {grid.name} ({'hidden, ' if grid.hidden else ''}{lines})"
