"""The door of tables: one reader for everything that a county sends as a list."""

from bot.tables.columns import Columns, known_columns, names
from bot.tables.reading import read_table
from bot.tables.table import BadRows, Line, Problem, Table

__all__ = ["BadRows", "Columns", "Line", "Problem", "Table", "known_columns", "names", "read_table"]
