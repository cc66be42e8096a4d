"""The house can be measured by anybody: `python -m bench house` counts what it says it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.house import counts, main
from bench.house_source import Lines, arrows, classes, files_by_folder, lines

TRIPS = ["first_word", "send", "accept", "visit_tick", "policy_question"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house half moved: two files of `desk/actions` stand flat, two in a room."""
    written = {
        "desk/actions/__init__.py": "",
        "desk/actions/ports.py": "class Work: ...\n",
        "desk/actions/submit.py": "from desk.actions.ports import Work\nfrom desk.actions import find\n",
        "desk/actions/find.py": "import desk.actions.handling.accept\n",
        "desk/actions/handling/accept.py": (
            '"""Two lines\nof this."""\n\nfrom desk.actions.handling.reply import Seen  # same room\n'
            "from desk.actions.submit import send\n\n# Why.\nASKED = 1\n"
        ),
        "desk/actions/handling/reply.py": "from desk.actions.submit import send, take\n\nclass Seen: ...\n",
        "storage/seen.py": "class Seen: ...\n",
        "bot/work.py": "class Work: ...\n",
        "bot/texts/en/a.toml": "",
        "bot/texts/en/b.toml": "",
        "handlers/all_forms.py": "from typing import Final\nfrom handlers.find import ask, find\n",
        "handlers/cases/card.py": "from handlers.visits import ask\n",
        "handlers/visits/__init__.py": "",
        "handlers/talk/index.py": "from handlers.cases.card import s\nfrom handlers.visits import ask, do\n",
        "handlers/__pycache__/find.pyc": "",
        "tests/test_all.py": "def test_all() -> None:\n    assert True\n",
        "docs/ARCHITECTURE.md": "# House\n\nRooms.\n",
    }
    write(tmp_path, written)
    return tmp_path


def write(house: Path, written: Mapping[str, str]) -> None:
    for name, text in written.items():
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_file_in_no_room_counts_as_a_room_and_ports_as_none(house: Path) -> None:
    found = arrows(house)

    assert found == {("submit", "find"), ("find", "handling"), ("handling", "submit")}


def test_files_count_where_they_stand_and_texts_not_at_all(house: Path) -> None:
    counted = files_by_folder(house)

    assert counted["desk/actions"] == 4
    assert counted["desk/actions/handling"] == 2
    assert counted["handlers"] == 1
    assert "bot/texts/en" not in counted


def test_a_name_counts_as_double_among_the_folders_asked_about(house: Path) -> None:
    core, product = classes(house, ("desk", "storage")), classes(house, ("desk", "storage", "bot"))

    assert core == {"Seen": ["desk/actions/handling/reply.py", "storage/seen.py"]}
    assert set(product) == {"Seen", "Work"}


def test_code_is_what_is_neither_blank_nor_comment_nor_docstring(house: Path) -> None:
    assert lines(house, [Path("desk/actions/handling/accept.py")]) == Lines(lines=8, code=3)


def test_a_central_file_is_found_under_its_old_name_and_its_imports_are_told_apart(house: Path) -> None:
    [forms] = [one for one in counts(house, names=False) if one.get("role") == "form table"]

    assert forms["file"] == "handlers/all_forms.py"
    assert (forms["lines"], forms["own_lines"], forms["own_names"]) == (2, 1, 2)


def test_whatever_imports_half_of_the_rooms_counts_as_kept_by_hand_wherever_it_stands(house: Path) -> None:
    write(house, {"handlers/all_forms.py": ""})

    told = [one for one in counts(house, names=False) if one["count"] == "imports"]

    files = [one.get("file") for one in told]
    assert files == ["handlers/all_forms.py", "handlers/talk/index.py", None, None]
    counted = {"lines": 2, "own_lines": 2, "own_names": 3}
    assert told[-1] == {"count": "imports", "role": "conversations", **counted}


def test_the_list_of_rooms_is_told_apart_from_what_a_feature_touches(house: Path) -> None:
    write(
        house,
        {"handlers/rooms.py": "from handlers.cases.room import R\nfrom handlers.visits.room import R\n"},
    )

    by_role = {one["role"]: one for one in counts(house, names=False) if one["count"] == "imports"}

    assert by_role["list of rooms"]["own_lines"] == 2
    together, features = by_role["conversations"], by_role["conversations but for the list of rooms"]
    assert (together["own_lines"], features["own_lines"]) == (3, 1)


def test_the_whole_house_is_measured_by_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    main([])

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["bench"] for one in told} == {"house"}
    assert {one["count"] for one in told if "count" in one} == {
        "folders",
        "arrows",
        "classes",
        "imports",
        "lines",
    }
    trips = [one for one in told if "trip" in one]
    assert [one["trip"] for one in trips] == TRIPS
    assert all(one["functions"] >= one["files"] > one["only_constructors"] for one in trips)
