"""我能享受什么: a few yes-or-no questions, and what may apply. Never a promise."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy.item import Item, Library

SHIPPED = Path(__file__).with_name("self_check.toml")
MOST_QUESTIONS = 8
MOST_OF_A_TOPIC = 3


@dataclass(frozen=True, slots=True)
class SelfCheckQuestion:
    """A question answered with yes or no, and what a yes leads to."""

    code: str
    ask: str
    items: tuple[str, ...]
    topics: tuple[str, ...]


def read_self_check(file: Path = SHIPPED) -> Sequence[SelfCheckQuestion]:
    """The questions in their order; raises ValueError if there are more than eight."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
    if len(found) > MOST_QUESTIONS:
        raise ValueError(f"{file.name}: at most {MOST_QUESTIONS} questions may be asked.")
    return tuple(
        SelfCheckQuestion(one["code"], one["ask"], tuple(one["items"]), tuple(one["topics"])) for one in found
    )


def may_apply(questions: Sequence[SelfCheckQuestion], yes: Collection[str], library: Library) -> list[Item]:
    """The items that may apply to who said yes to these codes, each once, in the questions' order."""
    named: dict[str, Item] = {}
    for question in questions:
        if question.code in yes:
            own = [item for key in question.items if (item := library.item(key)) is not None]
            near = [item for topic in question.topics for item in library.items_of(topic)[:MOST_OF_A_TOPIC]]
            named.update({item.id: item for item in (*own, *near)})
    return list(named.values())
