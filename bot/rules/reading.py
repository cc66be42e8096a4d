"""Reading the county's rules: TOML presets and files, checked before anything starts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.rules.model import CountyRules
from desk.domain.cases.lifecycle import lifecycle_problems
from desk.domain.county.rules import Rules

PRESETS = Path(__file__).resolve().parents[2] / "desk" / "rules"
# Tables that every county starts from, in files of their own because they are long.
_TABLES = (
    "calendar",
    "danger",
    "courtesy",
    "complaint_words",
    "questions",
    "troubles",
    "visit_topics",
    "sweep_kinds",
)
# What a key of earlier files is called now, and what else changed with it.
_RENAMED = {"invitation_hours": "invitation_days, and counts days"}
_SECTION = re.compile(r"\s*\[+([^\]]+)\]+")
_KEY = re.compile(r"""\s*([\w."'-]+)\s*=""")

Tree = dict[str, Any]


class BrokenRules(Exception):
    """The rules cannot be used; the text is one sentence with file, line and reason."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One file that the rules are made of."""

    path: Path
    tree: Tree
    prefix: tuple[str, ...] = ()


def presets() -> list[str]:
    """The names that `load_rules` knows."""
    return sorted(path.stem for path in PRESETS.glob("*.toml") if path.stem not in _TABLES)


def load_rules(name_or_path: str) -> Rules:
    """The rules of a preset or of a file; raises BrokenRules."""
    sources = [*_chain(_locate(name_or_path)), *_tables()]
    merged: Tree = {}
    for source in reversed(sources):
        merged = _merge(merged, source.tree)
    try:
        rules = CountyRules.model_validate(merged).frozen(preset=Path(name_or_path).stem)
    except ValidationError as error:
        raise BrokenRules(_sentence(error, sources)) from error
    for problem in lifecycle_problems():
        raise BrokenRules(f"The life of a case is broken: {problem}.")
    return rules


def _locate(name_or_path: str) -> Path:
    if name_or_path in presets():
        return PRESETS / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.suffix == ".toml":
        return path
    raise BrokenRules(f"There are no rules {name_or_path!r}; the presets are {', '.join(presets())}.")


def _chain(path: Path) -> list[_Source]:
    """The file and what it extends, nearest first."""
    found: list[_Source] = []
    while True:
        tree = _with_departments(_read(path))
        _refuse_former(path, tree)
        base = tree.pop("extends", None)
        found.append(_Source(path, tree))
        if base is None:
            return found
        if base not in presets():
            raise BrokenRules(
                f"{_place(path, ('extends',))}: extends must name one of {', '.join(presets())}."
            )
        path = PRESETS / f"{base}.toml"
        if path in {source.path for source in found}:
            raise BrokenRules(f"{_place(path, ('extends',))}: the rules extend themselves.")


def _refuse_former(path: Path, tree: Tree) -> None:
    for key in _RENAMED.keys() & tree.keys():
        raise BrokenRules(f"{_place(path, (key,))}: {key} is called {_RENAMED[key]}: write it so.")


def _with_departments(tree: Tree) -> Tree:
    """Files of before December 2026 say in a table of their own which department leads in which trouble."""
    for code, name in tree.pop("departments", {}).items():
        tree.setdefault("troubles", {}).setdefault(code, {}).setdefault("department", name)
    return tree


def _tables() -> list[_Source]:
    paths = [PRESETS / f"{name}.toml" for name in _TABLES]
    return [_Source(path, {path.stem: _read(path)}, (path.stem,)) for path in paths]


def _read(path: Path) -> Tree:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BrokenRules(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BrokenRules(f"{path} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        raise BrokenRules(f"{path}, line {line.group(1) if line else 'last'}: {reason}.") from error


def _merge(below: Tree, above: Tree) -> Tree:
    """Tables are merged; anything else is replaced. A length of time is one thing, though a table."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, dict) and isinstance(under, dict) and not _is_span(under):
            merged[key] = _merge(under, value)
        else:
            merged[key] = value
    return merged


def _is_span(table: Tree) -> bool:
    return bool(table) and set(table) <= {"hours", "days", "working_days"}


def _sentence(error: ValidationError, sources: list[_Source]) -> str:
    """The first problem, with the file that says it, or the nearest one when nobody does."""
    first = error.errors()[0]
    location = tuple(str(part) for part in first["loc"])
    said_by = [source for source in sources if _says(source.tree, location)] or sources[:1]
    unknown = first["type"] == "unexpected_keyword_argument"  # of a table that is a dataclass
    reason = "extra inputs are not permitted" if unknown else first["msg"].removeprefix("Value error, ")
    more = "" if error.error_count() == 1 else f" (and {error.error_count() - 1} more)"
    source = said_by[0]
    place = _place(source.path, location[len(source.prefix) :])
    return f"{place}: {'.'.join(location)}: {reason[:1].lower()}{reason[1:].rstrip('.')}{more}."


def _says(tree: Any, location: tuple[str, ...]) -> bool:
    if not location:
        return True
    if isinstance(tree, list) and location[0].isdigit():
        return int(location[0]) < len(tree)
    return isinstance(tree, dict) and location[0] in tree and _says(tree[location[0]], location[1:])


def _place(path: Path, location: tuple[str, ...]) -> str:
    """File and line of the key, or of the table that comes nearest to it."""
    best, line_of_best, section = -1, 1, ()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if opened := _SECTION.fullmatch(line.partition("#")[0].rstrip()):
            section = here = tuple(opened.group(1).replace('"', "").split("."))
        elif key := _KEY.match(line):
            here = (*section, *key.group(1).replace('"', "").split("."))
        else:
            continue
        common = min(len(here), len(location))
        depth = common if here[:common] == location[:common] else -1
        if depth > best:
            best, line_of_best = depth, number
    return f"{path}, line {line_of_best}"
