"""`bangfu broadcast`: what became of notices and policy sheets. Only reads, also while the desk runs."""

from __future__ import annotations

import asyncio
import csv
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.desk_work import reading_work
from bot.county.sweep_export import harmless
from bot.settings import load_settings
from bot.words import DEFAULT, Texts
from desk.domain.broadcasts.broadcast import Broadcast, DeliveryTally, Received
from desk.domain.households.policy_sheet import SheetCount
from desk.ports.work import Work
from storage.engine.whole_file import whole

_LISTED: Final = 30
_AT_ONCE: Final = 2000  # rows of an export that are read together
_SHOWN: Final = 24  # characters of a notice in the list
_COLUMNS: Final = ("name", "place", "fate", "at")


@cache
def _texts() -> Texts:
    return Texts()


@click.group()
def broadcast() -> None:
    """Notices and policy sheets: what became of them."""


@broadcast.command("list")
def list_broadcasts() -> None:
    """List the last thirty, the newest first."""

    async def lines(work: Work) -> Sequence[str]:
        return [_line(work, one) for one in await work.broadcasts.newest(_LISTED)]

    _print(lines)


@broadcast.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Show broadcast NUMBER: to whom, how far, and what became of its messages."""

    async def lines(work: Work) -> Sequence[str]:
        found = await _find(work, number)
        return [_line(work, found), *_counted(await work.broadcasts.mail.tally(number))]

    _print(lines)


@broadcast.command()
@click.argument("number", type=int)
@click.argument("file", type=click.Path(path_type=Path, exists=False))
def export(number: int, file: Path) -> None:
    """Write a line for each recipient of broadcast NUMBER into FILE (.csv): who, where, what became of it."""

    async def write(work: Work) -> Sequence[str]:
        await _find(work, number)
        with whole(file) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
            rows = csv.writer(out)
            rows.writerow([_texts().label(DEFAULT, f"broadcast.column.{name}") for name in _COLUMNS])
            written = await _write(work, number, rows.writerow)
        return [f"{written} recipients in {file}."]

    _print(write)


@broadcast.command()
@click.argument("number", type=int, required=False)
def sheets(number: int | None) -> None:
    """Count the households that got their policy sheets, of those that they are for.

    Every sheet on a line; with NUMBER that sheet, town by town and village by village.
    """

    async def lines(work: Work) -> Sequence[str]:
        if number is not None:
            await _find(work, number)
            counts = await work.broadcasts.sheets.counts(number)
            return [_share(area, count) for area, count in _by_area(work, counts)]
        found = [one for one in await work.broadcasts.newest(_LISTED) if one.sheet]
        summed = [(one, _sum("", await work.broadcasts.sheets.counts(one.id))) for one in found]
        named = [_share(f"{one.id} {one.sheet_title}", count) for one, count in summed]
        return [*named, _share("", _sum("", [count for _, count in summed]))]

    _print(lines)


def _print(lines: Callable[[Work], Awaitable[Sequence[str]]]) -> None:
    settings = load_settings()
    bring_up_to_date(settings)

    async def run() -> Sequence[str]:
        async with reading_work(settings) as work:
            return await lines(work)

    for line in asyncio.run(run()):
        click.echo(line)


async def _find(work: Work, number: int) -> Broadcast:
    found = await work.broadcasts.find(number)
    if found is None:
        raise click.ClickException(f"There is no broadcast {number}.")
    return found


def _line(work: Work, one: Broadcast) -> str:
    to = one.recipients
    whom = to.audience.value if to.households is None else f"{to.audience} {to.households.code}"
    words = one.sheet_title or one.text[:_SHOWN].replace("\n", " ") or one.file_kind
    office = f"{work.areas.path(one.office_code)}{one.department}"
    return f"{one.id}  {one.state}  {office} > {work.areas.path(to.area_code)}, {whom}, {one.count}  {words}"


def _counted(tally: DeliveryTally) -> Iterator[str]:
    for name in ("sent", "waiting", "failed", "blocked", "held", "dropped", "read"):
        yield f"  {name} {getattr(tally, name)}"


async def _write(work: Work, number: int, row: Callable[[Sequence[str]], object]) -> int:
    """How many lines were written."""
    label, written = _texts().label, 0
    async for one in _recipients(work, number):
        arrived = "" if one.at is None else one.at.astimezone(work.rules.zone).strftime("%Y-%m-%d %H:%M")
        fate = label(DEFAULT, f"broadcast.fate.{one.fate}")
        row([harmless(cell) for cell in (one.name, _place(work, one.area_code), fate, arrived)])
        written += 1
    return written


async def _recipients(work: Work, number: int) -> AsyncIterator[Received]:
    page, more = 0, True
    while more:
        found = await work.broadcasts.results.page(number, page, missed=False, room=_AT_ONCE)
        for one in found:
            yield one
        page, more = page + 1, len(found) == _AT_ONCE


def _place(work: Work, code: str) -> str:
    return work.areas.path(code) if code else ""


def _by_area(work: Work, counts: Sequence[SheetCount]) -> Iterator[tuple[str, SheetCount]]:
    """The county, then each town with its villages below it."""
    below: dict[str, list[SheetCount]] = defaultdict(list)
    for count in counts:
        for above in work.areas.line(count.area_code):
            below[above.code].append(count)
    for code in sorted(below):
        area = work.areas.get(code)
        yield "" if area is None else area.name, _sum(code, below[code])


def _sum(code: str, counts: Sequence[SheetCount]) -> SheetCount:
    meant, got, chat, paper = (
        sum(getattr(one, name) for one in counts) for name in ("meant", "got", "chat", "paper")
    )
    return SheetCount(code, meant, got, chat, paper)


def _share(name: str, count: SheetCount) -> str:
    """The figure with numerator and denominator, and by which way they got it."""
    figure = _texts().label(DEFAULT, "sheet.figure")
    share = f"{100 * count.got / count.meant:.1f} %" if count.meant else "-"
    return (
        f"{figure} {count.got}/{count.meant} {share}  chat {count.chat}, paper {count.paper}  {name}".rstrip()
    )
