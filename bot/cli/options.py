"""Options that several commands have."""

from __future__ import annotations

from typing import Final

import click

SHEET: Final = click.option(
    "--sheet", default="", help="The sheet of this name; without it the first that has the columns."
)
