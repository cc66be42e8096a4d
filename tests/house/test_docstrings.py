"""What a docstring owes to whoever calls the function."""

from __future__ import annotations

import ast

from tests.house.source import functions, product_files

FLOORS = ("desk", "handlers", "schedules", "places", "hearing")


def test_a_public_function_that_raises_says_what() -> None:
    silent = [
        f"{path}:{function.lineno} {function.name}"
        for path in product_files()
        if path.parts[0] in FLOORS
        for function in functions(path)
        if not function.name.startswith("_") and _raises(function) and not _says_so(function)
    ]

    assert not silent, "\n".join(silent)


def _raises(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is not None for node in ast.walk(function))


def _says_so(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "raises" in (ast.get_docstring(function) or "").casefold()
