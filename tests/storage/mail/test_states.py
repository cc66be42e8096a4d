"""Every state of inbox and outbox says how a row gets there and leaves, and statements know no other."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from itertools import pairwise
from types import ModuleType

import pytest

from storage.mail import inbox_states, outbox_states
from storage.mail.inbox_states import INBOX_BEGINS, INBOX_MOVES, InboxState
from storage.mail.outbox_states import OUTBOX_BEGINS, OUTBOX_MOVES, OutboxState
from tests.storage.engine.test_statements import statements_for

Moves = Mapping[StrEnum, Set[StrEnum]]
DESCRIBED = [
    pytest.param(inbox_states, InboxState, INBOX_MOVES, INBOX_BEGINS, id="inbox"),
    pytest.param(outbox_states, OutboxState, OUTBOX_MOVES, OUTBOX_BEGINS, id="outbox"),
]
USED = [
    pytest.param("inbox", InboxState, INBOX_MOVES, id="inbox"),
    pytest.param("outbox", OutboxState, OUTBOX_MOVES, id="outbox"),
]
WITH_STATES_OF_THEIR_OWN = {"inbox", "outbox", "media", "visit_periods", "visit_plans", "cases"}
WORDS = r"(\((?:'\w+'(?:, )?)+\)|'\w+')"
NAMED = re.compile(rf"\bstate (?:=|<>|IN|NOT IN) {WORDS}")
BECOMES = re.compile(r"SET (?:\w+ = [^,]+, )*state = '(\w+)'")
WAS = re.compile(rf"(?<![\w.])state (?:=|IN) {WORDS}")


def about(table: str) -> Iterator[tuple[str, str]]:
    """The statements about states of this table and of no other, on one line each."""
    others = WITH_STATES_OF_THEIR_OWN - {table}
    for name, sql in statements_for("sqlite").items():
        words = set(re.findall(r"\w+", sql))
        if table in words and not words & others:
            yield name, " ".join(sql.split())


def words_in(found: list[str]) -> set[str]:
    return {word for one in found for word in re.findall(r"\w+", one)}


def sentences(module: ModuleType, states: type[StrEnum]) -> dict[str, str]:
    """What stands behind each member of an enum."""
    [body] = [
        node.body
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == states.__name__
    ]
    told = {}
    for member, behind in pairwise(body):
        if isinstance(member, ast.Assign) and isinstance(behind, ast.Expr):
            told[ast.unparse(member.targets[0])] = ast.literal_eval(behind.value)
    return told


@pytest.mark.parametrize(("module", "states", "moves", "begins"), DESCRIBED)
def test_every_state_is_described_and_can_be_reached(
    module: ModuleType, states: type[StrEnum], moves: Moves, begins: Set[StrEnum]
) -> None:
    reached, more = set(begins), set(begins)
    while more:
        more = {state for one in more for state in moves[one]} - reached
        reached |= more

    described = sentences(module, states)

    assert set(described) == {state.name for state in states}
    assert reached == set(states) == set(moves)
    assert {state.name for state in states if not moves[state]} == {
        name for name, sentence in described.items() if sentence.endswith("The end.")
    }


@pytest.mark.parametrize(("table", "states", "moves"), USED)
def test_no_statement_names_another_state_or_moves_a_row_past_the_table(
    table: str, states: type[StrEnum], moves: Moves
) -> None:
    statements = dict(about(table))
    unknown = {name: words_in(NAMED.findall(sql)) - {*states} for name, sql in statements.items()}
    moved = {
        (was, becomes)
        for sql in statements.values()
        for becomes in BECOMES.findall(sql)
        for was in words_in(WAS.findall(BECOMES.sub("", sql))) - {becomes}
    }

    assert {name: words for name, words in unknown.items() if words} == {}
    assert {(was, becomes) for was, becomes in moved if states(becomes) not in moves[states(was)]} == set()
    assert len(statements) > 5
