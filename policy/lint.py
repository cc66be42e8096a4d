"""What is wrong with the items, in sentences for the person who keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policy.item import Item, Passage, Validity
from policy.search.grams import normalised

LONGEST_CARD = 700
LONGEST_TITLE = 16
FEWEST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class LintContext:
    """What items may name. `passages` is None when no documents are at hand to look into."""

    topics: Collection[str]
    departments: Collection[str]
    troubles: Collection[str]
    passages: Sequence[Passage] | None = None


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A sentence about one item. Being out of date is no mistake: such an item is not shown as current."""

    item: str
    sentence: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{'error' if self.fatal else 'warning'}: {self.item} {self.sentence}"


Check = Callable[[Item, LintContext, date], Iterator[str]]


def lint(items: Sequence[Item], facts: LintContext, today: date) -> list[LintFinding]:
    """Everything that is to be put right, in the order of the items."""
    one_by_one = [
        LintFinding(item.id, sentence, fatal=check is not _dates)
        for item in items
        for check in CHECKS
        for sentence in check(item, facts, today)
    ]
    return one_by_one + list(_duplicates(items))


def _sources(item: Item, facts: LintContext, _today: date) -> Iterator[str]:
    if not item.sources:
        yield "names no source."
    known = None if facts.passages is None else {passage.label for passage in facts.passages}
    for source in item.sources:
        if not source.section:
            yield f"names no section of {source.title}."
        elif known is not None and source.label not in known:
            yield f"cites {source.label}, which is not in the documents."


def _dates(item: Item, _facts: LintContext, today: date) -> Iterator[str]:
    sentences = {
        Validity.EXPIRED: f"ended on {item.valid_to}.",
        Validity.NOT_YET: f"is not valid before {item.valid_from}.",
        Validity.UNVERIFIED: f"was not verified for 18 months (last: {item.verified_on or 'never'}).",
    }
    if (validity := item.validity(today)) in sentences:
        yield sentences[validity]


def _lengths(item: Item, _facts: LintContext, _today: date) -> Iterator[str]:
    if not item.body:
        yield "has no card."
    if len(item.body) > LONGEST_CARD:
        yield f"its card has {len(item.body)} characters, more than {LONGEST_CARD}."
    if len(item.title) > LONGEST_TITLE:
        yield f"its title has {len(item.title)} characters, more than {LONGEST_TITLE}."
    if len(item.questions) < FEWEST_QUESTIONS:
        yield f"has {len(item.questions)} standard questions, fewer than {FEWEST_QUESTIONS}."


def _names(item: Item, facts: LintContext, _today: date) -> Iterator[str]:
    if item.topic not in facts.topics:
        yield f"its topic {item.topic} is not known."
    if item.department not in facts.departments:
        yield f"its department {item.department} is not known."
    for trouble in item.troubles:
        if trouble not in facts.troubles:
            yield f"its trouble {trouble} is not known."


CHECKS: Sequence[Check] = (_sources, _dates, _lengths, _names)


def _duplicates(items: Sequence[Item]) -> Iterator[LintFinding]:
    said = [(item.id, normalised(one)) for item in items for one in (item.title, *item.questions)]
    often = Counter(sentence for _, sentence in said)
    for item, sentence in said:
        if often[sentence] > 1:
            others = sorted({other for other, one in said if one == sentence and other != item})
            yield LintFinding(item, f"asks {sentence!r} more than once ({', '.join(others) or 'itself'}).")
