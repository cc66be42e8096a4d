"""What a form told is a typed value from its end on: no dictionary of answers travels further."""

from __future__ import annotations

import ast

from tests.house.source import product_files, tree

# Open forms are looked into: while they are gone through, and for danger in what was told so far.
OPEN = (
    "handlers/talk/",
    "desk/actions/danger/alarm.py",
    "desk/actions/danger/alarm_hearers.py",
    "desk/actions/danger/doubt.py",
    "handlers/danger/alone.py",
    "handlers/danger/doubts.py",
)
# Answers go on into the next form as they are; boxes are ticked one press at a time.
LEFT = {"handlers/households/policy_sheets.py", "handlers/worklists/bulk.py"}


def test_answers_are_read_where_a_form_ends() -> None:
    found = {
        path.as_posix()
        for path in product_files()
        if path.parts[0] == "handlers" or path.parts[:2] == ("desk", "actions")
        for node in ast.walk(tree(path))
        if not path.as_posix().startswith(OPEN) and _looks_up(node)
    }

    assert found == LEFT


def _looks_up(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return _are_answers(node.value)
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "get" and _are_answers(called.value)


def _are_answers(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] == "answers"
