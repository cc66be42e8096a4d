"""No tail: no long files, no long functions, no long lists of arguments."""

from __future__ import annotations

import ast

from tests.house.source import ROOT, functions, product_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 5
SHAPED_BY_LIBRARIES = {"do_request"}  # python-telegram-bot calls it with these


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in product_files()}

    assert len(lengths) > 50
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{path}:{function.lineno} {function.name} {_length(function)}"
        for path in product_files()
        for function in functions(path)
        if _length(function) > LONGEST_FUNCTION
    ]

    assert not long, "\n".join(long)


def test_no_function_takes_more_than_five_arguments() -> None:
    greedy = [
        f"{path}:{function.lineno} {function.name}"
        for path in product_files()
        for function in functions(path)
        if len(_arguments(function)) > MOST_ARGUMENTS and function.name not in SHAPED_BY_LIBRARIES
    ]

    assert not greedy, "\n".join(greedy)


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]
