"""The house itself: what stands where, who imports whom, and how much of it an everyday errand walks through.

`python -m bench.house [--names]` prints a JSON line for each count; `--names` adds the files and arrows that
were counted. Nothing is timed, so a busy machine changes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bench.house_source import (
    CORE,
    MOST_FILES,
    PRODUCT,
    Lines,
    arrows,
    central,
    classes,
    files,
    files_by_folder,
    imports,
    lines,
    product_files,
)
from bench.house_trips import ROOT, walk

# Where every feature had to write itself in by hand, under their names of then and now.
BY_HAND: Final = {
    "router": ("handlers/router.py", "handlers/talk/router.py"),
    "buttons": ("handlers/buttons.py", "handlers/talk/buttons.py"),
    "form table": ("handlers/all_forms.py", "handlers/forms_table.py", "handlers/talk/all_forms.py"),
    "order of free words": ("handlers/free_words.py",),
    "list of rooms": ("handlers/rooms.py",),
    "work": ("storage/work.py",),
}
LAYERS: Final = ("handlers", "storage", "schedules/ticks")
Line = dict[str, object]


def folders(root: Path) -> Line:
    """The largest folder, and all that are too large."""
    counted = files_by_folder(root)
    [(largest, most)] = counted.most_common(1)
    too_large = {folder: number for folder, number in counted.most_common() if number > MOST_FILES}
    return {"count": "folders", "largest": largest, "files": most, f"over_{MOST_FILES}": too_large}


def arrows_inside(root: Path, names: bool) -> Line:
    """How many arrows between how many rooms."""
    found = arrows(root)
    counted: Line = {"count": "arrows", "within": "desk/actions", "arrows": len(found)}
    counted["between"] = len({room for arrow in found for room in arrow})
    return {**counted, "all": sorted(f"{here} → {there}" for here, there in found)} if names else counted


def names_twice(root: Path) -> Iterator[Line]:
    """Class names with two meanings: where work is done, and anywhere."""
    for where in (CORE, PRODUCT):
        twice = classes(root, where)
        counted = {name: len(paths) for name, paths in twice.items()}
        yield {"count": "classes", "where": " ".join(where), "twice": len(twice), "names": counted}


def kept_by_hand(root: Path) -> Iterator[Line]:
    """Import statements of each central file, those out of its own layer, and the names that these bring.

    The last lines are about conversations together: the files known by name and any other that knows half of
    the rooms; and the same but for the list of rooms, which a feature in a room does not touch.
    """
    together = Counter(lines=0, own_lines=0, own_names=0)
    listed = Counter(together)
    for role, path in _central(root):
        counted = imports(root, path)
        if path.parts[0] == "handlers":
            (listed if role == "list of rooms" else together).update(counted)
        yield {"count": "imports", "role": role, "file": str(path), **counted}
    yield {"count": "imports", "role": "conversations but for the list of rooms", **together}
    together.update(listed)
    yield {"count": "imports", "role": "conversations", **together}


def _central(root: Path) -> Iterator[tuple[str, Path]]:
    known = {
        Path(place): role for role, places in BY_HAND.items() for place in places if (root / place).exists()
    }
    yield from ((role, path) for path, role in known.items())
    found = (path for layer in LAYERS for path in central(root, layer))
    yield from (("knows half of the rooms", path) for path in found if path not in known)


def sizes(root: Path) -> Iterator[Line]:
    """Product by top folder, and how much is tested and told about it."""
    whole = Lines()
    for folder in PRODUCT:
        size = lines(root, product_files(root, [folder]))
        whole += size
        yield {"count": "lines", "where": folder, "lines": size.lines, "code": size.code}
    tests = lines(root, files(root, ["tests"], ".py"))
    told = [*files(root, ["docs"], ".md"), *(path.relative_to(root) for path in sorted(root.glob("*.md")))]
    documents = sum(len((root / path).read_text(encoding="utf-8").splitlines()) for path in told)
    yield {
        "count": "lines",
        "where": "product",
        "lines": whole.lines,
        "code": whole.code,
        "test_lines": tests.lines,
        "test_code": tests.code,
        "tests_to_code": round(tests.code / whole.code, 3),
        "test_lines_to_lines": round(tests.lines / whole.lines, 3),
        "document_lines": documents,
        "documents_to_lines": round(documents / whole.lines, 3),
    }


def trips(names: bool) -> Iterator[Line]:
    """What each errand walks through."""
    for trip in asyncio.run(walk()):
        entered, made = trip.by_file(), trip.only_constructors()
        counted: Line = {"trip": trip.name, "files": len(entered), "only_constructors": len(made)}
        counted["functions"] = sum(len(functions) for functions in entered.values())
        if names:
            counted["entered"] = sorted(set(entered) - set(made))
            counted["made"] = made
        yield counted


def counts(root: Path, names: bool) -> Iterator[Line]:
    """Everything that the source alone tells."""
    yield folders(root)
    yield arrows_inside(root, names)
    yield from names_twice(root)
    yield from kept_by_hand(root)
    yield from sizes(root)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", action="store_true", help="name the files and arrows that were counted")
    given = parser.parse_args(words)
    for counted in (*counts(ROOT, given.names), *trips(given.names)):
        print(json.dumps({"bench": "house", **counted}, ensure_ascii=False))


if __name__ == "__main__":
    main()
