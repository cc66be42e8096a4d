"""Learn from what was not answered: groups of like questions, and proposals that a person accepts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.domain.text.encodings import UnreadableText, decoded
from policy.answers import AnswerKind
from policy.item import Item
from policy.items import UnreadableItem, read_item
from policy.log import LogLine, QuestionOutcome
from policy.search.grams import grams, normalised, pair_keys
from policy.search.search import Engine

# Share of pairs of characters that two questions have in common to be the same in other words.
ALIKE = 0.4


class UnreadableProposals(Exception):
    """Proposals that cannot be taken over; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Misses:
    """Questions that mean the same, the most frequent first."""

    questions: Sequence[str]
    times: int
    useless: int


@dataclass(frozen=True, slots=True)
class PhraseProposal:
    """A sentence that an item may be asked by; `accepted` is set by a person."""

    question: str
    item: str
    accepted: bool = False


def group_misses(lines: Iterable[LogLine]) -> list[Misses]:
    """Questions without an answer, or with one that did not help, grouped; the largest group first."""
    groups: list[list[LogLine]] = []
    for line in lines:
        if not _missed(line):
            continue
        near = next((group for group in groups if _like(group[0].question, line.question) >= ALIKE), None)
        if near is None:
            groups.append([line])
        else:
            near.append(line)
    return sorted(map(_misses, groups), key=lambda group: -group.times)


def propose(groups: Sequence[Misses], engine: Engine) -> list[PhraseProposal]:
    """The item that fits best beside each group's first question, for a person to judge."""
    found = [(group.questions[0], engine.find(group.questions[0]).items) for group in groups]
    return [
        PhraseProposal(question, hits[0].found.id)
        for question, hits in found
        if hits and isinstance(hits[0].found, Item)
    ]


def write_proposals(proposals: Sequence[PhraseProposal], file: Path) -> None:
    """Write them as TOML: a person sets `accepted = true`, or another item."""
    file.parent.mkdir(parents=True, exist_ok=True)
    blocks = [
        f"[[questions]]\nquestion = {_quoted(one.question)}\nitem = {_quoted(one.item)}\naccepted = false\n"
        for one in proposals
    ]
    words = '# New words for the lexicon:\n# [[concepts]]\n# say = ["…"]\n# mean = ["…"]\n# accepted = true\n'
    file.write_text("\n".join([*blocks, words]), encoding="utf-8")


def accept_proposals(file: Path, items: Path, shipped: Path, lexicon: Path) -> tuple[int, int]:
    """Take over what a person accepted: how many questions and concepts. Raises UnreadableProposals.

    An item that is shipped is copied to the county's items first, and the copy is changed.
    """
    try:
        found = tomllib.loads(decoded(file.read_bytes()))
        questions = [one for one in found.get("questions", ()) if one.get("accepted") is True]
        concepts = [one for one in found.get("concepts", ()) if one.get("accepted") is True]
        for one in questions:
            _add_question(one["question"], one["item"], items, shipped)
        _add_concepts(concepts, lexicon)
    except (OSError, KeyError, ValueError, UnreadableItem, UnreadableText) as error:
        raise UnreadableProposals(f"{file.name}: {error}") from error
    return len(questions), len(concepts)


def _add_question(question: str, item: str, items: Path, shipped: Path) -> None:
    own, given = items / f"{item}.md", shipped / f"{item}.md"
    text = (own if own.exists() else given).read_text(encoding="utf-8")
    before, mark, after = text.partition("questions = [")
    if not mark:
        raise ValueError(f"{item} has no list of questions")
    if question in read_item(own if own.exists() else given).questions:
        return
    items.mkdir(parents=True, exist_ok=True)
    # Whoever reads the folder meanwhile finds the whole file, and so does whoever comes after a kill.
    beside = own.with_suffix(".new")
    beside.write_text(f"{before}{mark}\n    {_quoted(question)},{after}", encoding="utf-8")
    beside.replace(own)


def _add_concepts(concepts: Sequence[dict[str, list[str]]], lexicon: Path) -> None:
    if not concepts:
        return
    lexicon.parent.mkdir(parents=True, exist_ok=True)
    with lexicon.open("a", encoding="utf-8") as file:
        for one in concepts:
            say, mean = (json.dumps(one[name], ensure_ascii=False) for name in ("say", "mean"))
            file.write(f"\n[[concepts]]\nsay = {say}\nmean = {mean}\n")


def _missed(line: LogLine) -> bool:
    return line.outcome == QuestionOutcome.USELESS or (
        line.decision == AnswerKind.HAND_OVER
        and line.outcome in (QuestionOutcome.ASKED, QuestionOutcome.HANDED_OVER)
    )


def _misses(group: list[LogLine]) -> Misses:
    questions = list(dict.fromkeys(line.question for line in group))
    return Misses(questions, len(group), sum(line.outcome == QuestionOutcome.USELESS for line in group))


def _like(one: str, other: str) -> float:
    mine, theirs = (
        set(keys[pair_keys(keys)].tolist()) for keys in (grams(normalised(one)), grams(normalised(other)))
    )
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 1)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
