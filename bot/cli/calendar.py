"""`bangfu calendar`: which years are announced, and entering the yearly holiday notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from bot.rules.reading import BrokenRules, load_rules
from bot.settings import load_settings
from desk.domain.county.rules import Calendar
from desk.domain.deadlines.calendar import is_workday, provisional
from desk.domain.text.encodings import UnreadableText, decoded
from storage.engine.whole_file import rewrite

_DAY = timedelta(days=1)
_SATURDAY = 5
_FIRST_LINE = 'extends = "default"'


@click.group()
def calendar() -> None:
    """The working days that deadlines are counted in."""


@calendar.command()
@click.argument("year", type=int)
def show(year: int) -> None:
    """Days off and worked weekends of YEAR, as the county's rules have them."""
    table = load_rules(load_settings().rules).calendar
    days = list(_span(f"{year}-01-01..{year}-12-31"))
    off = [day for day in days if day.weekday() < _SATURDAY and not is_workday(day, table)]
    worked = [day for day in days if day.weekday() >= _SATURDAY and is_workday(day, table)]
    if provisional(year, table):
        click.echo(f"{year} is not announced yet: deadlines in it may still move.")
    click.echo(f"Working days: {sum(is_workday(day, table) for day in days)}.")
    click.echo(f"Days off in the week: {_listed(off)}.")
    click.echo(f"Weekends worked: {_listed(worked)}.")


@calendar.command()
@click.argument("year", type=int)
@click.option("--holidays", required=True, help="Such as 2027-02-05..2027-02-11,2027-04-05.")
@click.option("--workdays", default="", help="Weekends worked in exchange, written the same way.")
@click.option("--into", "file", type=click.Path(path_type=Path), help="Rules file to add the year to.")
def notice(year: int, holidays: str, workdays: str, file: Path | None) -> None:
    """Write the notice of YEAR as rules; with --into add it to the county's own file, checked.

    At the next start open deadlines are counted anew, once, and whom it concerns is told.
    """
    table = _table(year, _days(holidays), _days(workdays))
    if file is None:
        click.echo(table)
        return
    before = _text(file) if file.exists() else ""
    if f"[calendar.{year}]" in before:
        raise click.ClickException(f"{file} has a table [calendar.{year}] already: change it there.")
    _add(file, before, table)
    click.echo(f"{year} stands in {file}: it counts from the next start.")


def _add(file: Path, before: str, table: str) -> None:
    """Write the file with the table behind it; if it cannot be used, as it was. Raises BrokenRules."""
    rewrite(file, f"{before.rstrip() or _FIRST_LINE}\n\n{table}\n")
    try:
        load_rules(str(file))
    except BrokenRules:
        if before:
            rewrite(file, before)
        else:
            file.unlink()
        raise


def _text(file: Path) -> str:
    try:
        return decoded(file.read_bytes())
    except (OSError, UnreadableText) as error:
        raise click.ClickException(f"{file}: {error}.") from error


def _table(year: int, holidays: Sequence[date], workdays: Sequence[date]) -> str:
    if not holidays:
        raise click.ClickException("A notice names at least one holiday.")
    known = Calendar(frozenset(holidays), frozenset(workdays), frozenset({year}))
    for day in workdays:
        if day.weekday() < _SATURDAY:
            raise click.ClickException(f"{day} is no weekend, so nobody works it in exchange.")
        if day in known.holidays:
            raise click.ClickException(f"{day} is both a holiday and worked.")
    lines = [f"[calendar.{year}]", "provisional = false"]
    lines += [f"holidays = [{_listed(holidays)}]", f"workdays = [{_listed(workdays)}]"]
    return "\n".join(lines)


def _listed(days: Sequence[date]) -> str:
    return ", ".join(map(str, sorted(days)))


def _days(words: str) -> list[date]:
    """Single days and spans with two dots between, apart by commas. Raises ClickException."""
    try:
        return [day for part in words.split(",") if part.strip() for day in _span(part.strip())]
    except ValueError as error:
        raise click.ClickException(f"{words!r} is no list of days such as 2027-02-05..2027-02-11.") from error


def _span(part: str) -> Iterator[date]:
    first, _, last = part.partition("..")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += _DAY
