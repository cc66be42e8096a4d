"""Whatever is decided by an enum is decided for each of its members, or says what becomes of the others."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, functions, product_files, tree

# Tables that are meant for some members alone, and who sees to it that no other comes.
SOME = {
    "desk/domain/broadcasts/broadcast.py POSSIBLE": "acts that move one on: each caller names its own",
    "desk/domain/broadcasts/broadcast.py ASIDE": "acts beside its way: each caller names its own",
    "desk/actions/handing_over/give.py _TOLD": "transfer and passing up: both callers name theirs",
    "desk/domain/procedures/stages.py LEVELS": "stages under way, held by a check there",
    "desk/actions/staff/change.py _DOERS": "what the forms of the staff list wish for",
    "desk/actions/visits/reminders.py _SENT": "cards of the clock: whoever sends one names it",
    "desk/domain/visits/list_position.py _BY_THE_CLOCK": "cards of the clock, likewise",
    "desk/domain/visits/duties.py _LENGTH": "windows in months; days are counted before",
    "handlers/handing_over/hand_over.py _PICKS": "acts whose form begins with picks: its table names them",
    "handlers/procedures/cards.py _FORMS": "asked for behind `act in _FORMS`",
    "handlers/reports/report.py _RECEIPTS": "kinds that a form sends: each ending names its own",
}
_OURS = ("desk", "handlers", "storage", "schedules", "bot", "policy", "places", "hearing")


def test_every_match_over_an_enum_covers_it_or_says_what_becomes_of_the_rest() -> None:
    holes = [
        f"{path}:{node.lineno}: {', '.join(missing)}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Match) and (missing := sorted(_uncovered(path, node)))
    ]

    assert not holes, "\n".join(holes)


def test_every_dict_over_an_enum_covers_it_or_is_asked_whether_it_has_the_key() -> None:
    tables = {(path, name): missing for path in files() for name, missing in incomplete_tables(path)}
    names = {name for _, name in tables}

    holes = [
        f"{path}:{line}: {name} has no {', '.join(sorted(tables[owner, name]))}"
        for path in files()
        for name, line in unguarded_looks(path, names)
        if (owner := _owner(path, name)) and (owner, name) in tables and f"{owner} {name}" not in SOME
    ]

    assert not holes, "\n".join(holes)
    assert set(SOME) <= {f"{path} {name}" for path, name in tables}


@cache
def files() -> tuple[Path, ...]:
    """The product without the sandbox, which imports nothing of ours."""
    return tuple(path for path in product_files() if path.parts[0] in _OURS)


@cache
def module(path: Path) -> Mapping[str, object]:
    """What a file has defined once it is imported."""
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    return vars(importlib.import_module(name))


def member_of(path: Path, node: ast.expr | None) -> Enum | None:
    """The member of an enum that an expression names."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return None
    owner = module(path).get(node.value.id)
    found = getattr(owner, node.attr, None) if isinstance(owner, type) else None
    return found if isinstance(found, Enum) else None


def _uncovered(path: Path, match: ast.Match) -> set[str]:
    named: list[Enum] = []
    for case in match.cases:
        if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None:
            return set()
        parts = case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
        for part in parts:
            member = member_of(path, part.value) if isinstance(part, ast.MatchValue) else None
            if member is None:
                return set()
            named.append(member)
    return {one.name for one in type(named[0])} - {one.name for one in named}


def incomplete_tables(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Dicts of a module whose keys are members of one enum, and which members they lack."""
    for node in tree(path).body:
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        value = getattr(node, "value", None)
        if not (isinstance(target, ast.Name) and isinstance(value, ast.Dict)):
            continue
        keys = [member_of(path, key) for key in value.keys if key is not None]
        kinds = {type(key) for key in keys if key is not None}
        if not keys or None in keys or len(kinds) != 1:
            continue
        table = module(path)[target.id]
        assert isinstance(table, dict)
        missing = {one.name for one in kinds.pop() if one not in table}
        if missing:
            yield target.id, missing


def unguarded_looks(path: Path, names: set[str]) -> Iterator[tuple[str, int]]:
    """Where one of these is looked into by a key of which nobody asked whether it is there."""
    for function in functions(path):
        asked = {
            side.id
            for compare in ast.walk(function)
            if isinstance(compare, ast.Compare) and isinstance(compare.ops[0], ast.In | ast.NotIn)
            for side in compare.comparators
            if isinstance(side, ast.Name)
        }
        for node in ast.walk(function):
            if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
                continue
            if node.value.id in names - asked and member_of(path, node.slice) is None:
                yield node.value.id, node.lineno


def _owner(path: Path, name: str) -> Path | None:
    """The file in which a table is written that stands under this name here."""
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and any((one.asname or one.name) == name for one in node.names):
            there = Path(*str(node.module).split(".")).with_suffix(".py")
            return there if (ROOT / there).exists() else None
    return path if name in module(path) else None
