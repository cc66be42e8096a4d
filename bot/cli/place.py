"""`bangfu place`: which village a text means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from places.commands import PlaceRequest, run_place

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("text", required=False)
@click.option("--batch", type=_FILE, help="A file with one mention a line: plain, or JSON with a `text` key.")
@click.option("--county", help="Code of the county, when the areas hold several.")
@click.option("--areas", type=_FILE, help="CSV of the divisions; the demo county without it.")
@click.option("--aliases", type=_FILE, help="CSV of former names.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, a line for each text; the only form.")
@click.pass_context
def place(context: click.Context, /, as_json: bool, **asked: Any) -> None:  # noqa: ARG001
    """Recognise the village that TEXT, or each line of a file, means."""
    if (asked["text"] is None) == (asked["batch"] is None):
        raise click.UsageError("Give one text, or a file with --batch.")
    context.exit(run_place(PlaceRequest(**asked), sys.stdout, sys.stderr))
