"""`bangfu backup`: a whole copy of the database while the desk works."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import load_settings
from storage.engine.backup import copy_sqlite


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write a whole copy of the SQLite database to FILE, also while the desk runs.

    FILE must not exist yet. The key file is not in it: without that nobody can read the copy.
    """
    settings = load_settings()
    if settings.sqlite_file is None:
        raise click.ClickException(
            "This database lies on PostgreSQL: make its backup with "
            f'`pg_dump --format=custom --file={target} "$BANGFU_DATABASE_URL"`.'
        )
    copy_sqlite(settings.sqlite_file, target)
    click.echo(f"{target}: {target.stat().st_size / 2**20:.1f} MB, whole.")
    click.echo(f"Its words are sealed: keep {settings.key_file} as well, in another place.")
    click.echo(f"Files of residents are not in it: copy the folder {settings.media_folder}.")
