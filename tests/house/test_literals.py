"""What must not stand in the code: words for people, machines, the clock."""

from __future__ import annotations

import ast
import re

from tests.house.source import ROOT, all_files, literals, product_files, tree

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
WORDS_LIVE_IN = ("bot/texts/", "policy/", "desk/rules/", "places/", "sandbox/page/")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}
# Spelt in pieces, or this file would find itself.
_PIECES = "/wo rk/|/ro ot/|/ho me/|py pi.org|python hosted|deb. debian.org|registry. npmjs|.lib rary/"
FOREIGN = tuple(piece.replace(" ", "") for piece in _PIECES.split("|"))


def test_words_for_people_stand_in_the_texts_and_nowhere_else() -> None:
    found = [
        f"{path}:{literal.lineno} {literal.value!r}"
        for path in product_files()
        if not path.as_posix().startswith(WORDS_LIVE_IN)
        for literal in literals(path)
        if CHINESE.search(str(literal.value))
    ]

    assert not found, "\n".join(found)


def test_the_desk_never_looks_at_the_clock() -> None:
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path in product_files()
        if path.parts[0] in ("desk", "handlers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _reads_clock(node)
    ]

    assert not found, "\n".join(found)


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in all_files():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path}: {word}" for word in FOREIGN if word in text]

    assert not found, "\n".join(found)


def _reads_clock(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in CLOCKS:
        return False
    owner = ast.unparse(function.value)
    return owner.split(".")[-1] in ("datetime", "date", "time")
