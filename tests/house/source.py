"""The house as the house tests see it: its files and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "handlers", "desk", "hearing", "policy", "places", "storage", "schedules", "sandbox")


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the project."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(Path(name) for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


def product_files() -> list[Path]:
    """The Python files that run at the user's, migrations excepted: those are never changed again."""
    return [
        path
        for path in all_files()
        if path.suffix == ".py" and path.parts[0] in PRODUCT and "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def literals(path: Path) -> Iterator[ast.Constant]:
    """Every string in a file that is not a docstring."""
    docstrings = set(_docstrings(tree(path)))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node


def _docstrings(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value
