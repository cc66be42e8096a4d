"""How much of a file is read: enough for any county, and never so much that the machine stands still."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 2**20
FILE: Final = 64 * MEGABYTE
UNPACKED: Final = 320 * MEGABYTE  # all parts of a spreadsheet together
PARTS: Final = 2000  # files in a spreadsheet
SHEETS: Final = 300
ROWS: Final = 200_000
COLUMNS: Final = 200
CELLS: Final = 6_000_000  # of a sheet from its first corner to its last, empty ones too
TEXT: Final = 512 * MEGABYTE  # of all cells together: one long text may stand in many of them
MEMORY: Final = 1536 * MEGABYTE  # of the process that reads an .xls or .xlsb
HEADER_WITHIN: Final = 20  # rows
