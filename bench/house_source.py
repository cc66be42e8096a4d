"""The house counted from its source: folders, arrows between rooms, names, imports kept by hand, lines.

Every count takes the folder of a checkout. Nothing is imported, so that a layout in the middle of a move
can be counted too.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

PRODUCT: Final = ("bot", "handlers", "desk", "hearing", "policy", "places", "storage", "schedules", "sandbox")
CORE: Final = ("desk", "handlers", "storage", "schedules")
# One file for each word, item or change of the database is meant there.
MANY_BY_NATURE: Final = ("bot/texts", "storage/migrations", "policy/items", "places/data")
MOST_FILES: Final = 25


@dataclass(frozen=True, slots=True)
class Lines:
    """How long some Python files are: as they stand, and without blank lines, comments and docstrings."""

    lines: int = 0
    code: int = 0

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.lines + other.lines, self.code + other.code)


@dataclass(frozen=True, slots=True)
class Source:
    """What is counted of one file: its length, the classes it defines, and what each statement imports."""

    lines: Lines
    classes: tuple[str, ...]
    imports: tuple[tuple[str, ...], ...]  # dotted: `a.b.c` for `from a.b import c` too


def files(root: Path, folders: Iterable[str] = PRODUCT, suffix: str = "") -> Iterator[Path]:
    """Every file below these folders, relative to the root; nothing compiled and nothing hidden."""
    for folder in folders:
        for path in sorted((root / folder).rglob(f"*{suffix}")):
            inside = path.relative_to(root)
            if path.is_file() and not any(part[0] == "." or part == "__pycache__" for part in inside.parts):
                yield inside


def product_files(root: Path, folders: Iterable[str] = PRODUCT) -> Iterator[Path]:
    """The Python files of the product; migrations excepted, which are never changed again."""
    return (path for path in files(root, folders, ".py") if "migrations" not in path.parts)


@cache
def read(root: Path, path: Path) -> Source:
    """One Python file, read once."""
    text = (root / path).read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text, filename=str(path))))
    return Source(
        _lines(text, nodes),
        tuple(node.name for node in nodes if isinstance(node, ast.ClassDef)),
        tuple(_imported(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)),
    )


def _imported(node: ast.Import | ast.ImportFrom) -> tuple[str, ...]:
    module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return tuple(module + one.name for one in node.names)


def _lines(text: str, nodes: Iterable[ast.AST]) -> Lines:
    lines = text.splitlines()
    code = {number for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#"}
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in nodes:
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            told = node.body[0]
            code.difference_update(range(told.lineno, (told.end_lineno or told.lineno) + 1))
    return Lines(len(lines), len(code))


def files_by_folder(root: Path) -> Counter[str]:
    """How many files stand right in each folder of the product."""
    aside = {Path(folder) for folder in MANY_BY_NATURE}
    folders = (path.parent for path in files(root))
    return Counter(str(one) for one in folders if aside.isdisjoint({one, *one.parents}))


def arrows(root: Path, within: str = "desk/actions") -> set[tuple[str, str]]:
    """Which room imports which inside a folder; a file that stands in no room is a room of its own.

    Ports are left out: they are what all rooms share.
    """
    here = {path: _room(path, within) for path in files(root, [within], ".py")}
    rooms = _rooms(root, within)
    return {
        (room, other)
        for path, room in here.items()
        for other in _rooms_imported(root, path, within)
        if room != other and {room, other} <= rooms
    }


def central(root: Path, within: str) -> list[Path]:
    """The files of a layer, wherever they stand, that import at least half of its rooms: kept by hand."""
    rooms = _rooms(root, within)
    layer = product_files(root, [Path(within).parts[0]])
    return [path for path in layer if 2 * len(rooms & _rooms_imported(root, path, within)) >= len(rooms) > 2]


def _room(path: Path, within: str) -> str:
    return path.relative_to(within).with_suffix("").parts[0]


def _rooms(root: Path, within: str) -> set[str]:
    rooms = {_room(path, within) for path in files(root, [within], ".py")} - {"__init__"}
    return {room for room in rooms if not room.startswith("ports")}


def _rooms_imported(root: Path, path: Path, within: str) -> set[str]:
    prefix = within.replace("/", ".") + "."
    names = (name for statement in read(root, path).imports for name in statement)
    return {name.removeprefix(prefix).split(".")[0] for name in names if name.startswith(prefix)}


def classes(root: Path, folders: Iterable[str]) -> dict[str, list[str]]:
    """The files in which each class name is defined, for names with more than one definition."""
    defined = defaultdict(list)
    for path in product_files(root, folders):
        for name in read(root, path).classes:
            defined[name].append(str(path))
    return {name: paths for name, paths in sorted(defined.items()) if len(paths) > 1}


def imports(root: Path, path: Path) -> Counter[str]:
    """Import statements of a file, those out of its own package among them, and the names these bring."""
    statements = read(root, path).imports
    own = [names for names in statements if names[0].startswith(f"{path.parts[0]}.")]
    return Counter(
        {"lines": len(statements), "own_lines": len(own), "own_names": sum(len(names) for names in own)}
    )


def lines(root: Path, paths: Iterable[Path]) -> Lines:
    """The length of Python files."""
    return sum((read(root, path).lines for path in paths), Lines())
