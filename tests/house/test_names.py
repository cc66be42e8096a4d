"""One word, one thing: a name leads to one place, and a stranger finds a thing by its noun."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from tests.house.source import product_files, tree

CORE = frozenset({"desk", "handlers", "storage", "schedules"})
LAYERS = (("desk", "actions"), ("desk", "domain"), ("handlers",))
# Verbs that mean nothing by themselves: `open.py` of what? In a room the noun is before them.
VERBS = frozenset({
    "add", "change", "check", "close", "compose", "find", "give", "hand", "help", "join", "list", "look",
    "make", "open", "press", "record", "say", "send", "set", "show", "take", "tell", "watch",
})  # fmt: skip
FLAT = frozenset(
    {("bot",), ("handlers",), ("desk",), ("storage",), ("schedules",), ("policy",), ("sandbox",)}
)


Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _defined(path: Path, kinds: tuple[type[Named], ...]) -> list[str]:
    return [node.name for node in tree(path).body if isinstance(node, Named) and isinstance(node, kinds)]


def _doubled(names: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {', '.join(places)}" for name, places in sorted(names.items()) if len(places) > 1]


def _where(paths: Collection[Path], kinds: tuple[type[Named], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for name in _defined(path, kinds):
            found[name].append(str(path))
    return found


def test_a_class_of_the_desk_has_a_name_of_its_own() -> None:
    core = [path for path in product_files() if path.parts[0] in CORE]

    assert _doubled(_where(core, (ast.ClassDef,))) == []


def test_a_function_that_others_call_has_a_name_of_its_own_in_its_layer() -> None:
    for layer in LAYERS:
        paths = [path for path in product_files() if path.parts[: len(layer)] == layer]
        functions = _where(paths, (ast.FunctionDef, ast.AsyncFunctionDef))
        public = {name: places for name, places in functions.items() if not name.startswith("_")}

        assert _doubled(public) == []


def test_no_file_is_a_bare_verb_where_no_room_says_of_what() -> None:
    bare = [str(path) for path in product_files() if path.stem in VERBS and path.parent.parts in FLAT]

    assert bare == []
