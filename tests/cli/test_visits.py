"""`bangfu visits rates` prints figures of visits, for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.house.source import ROOT

Files = Callable[..., tuple[str, str]]
_WINDOW = """
INSERT INTO visit_periods (household_id, duty, visitor, due_from, due_by, wanted, done, by_phone,
    state, owed_by)
VALUES (?, ?, 'officer', '2026-11-01', '2026-11-30', 1, 0, false, ?, ?)
"""


@pytest.fixture
def county(terminal: Terminal, files: Files, tmp_path: Path) -> Terminal:
    """Three windows of November in two villages: one made, one missed, one lifted."""
    terminal("init", *files())
    terminal("households", "import", str(ROOT / "docs/samples/households.csv"))
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection, connection:
        windows = [
            (1, "monthly", "fulfilled", 1),
            (2, "monthly", "missed", None),
            (2, "=late", "lifted", None),
        ]
        connection.executemany(_WINDOW, windows)
    return terminal


def test_people_read_what_was_counted_over_what(county: Terminal) -> None:
    ended = county("visits", "rates", "--month", "2026-11")

    assert ended.code == 0
    assert ended.out.splitlines() == [
        "平度市, 2026-11",
        "Households visited: 0 of 2 (0.0%); 0 paused, 0 late visits.",
        "Visits made of visits due:",
        "all 370283000000 平度市: 1 of 2 (50.0%); 0 open, 1 lifted",
        "",
        "duty =late: 0 of 0 (–); 0 open, 1 lifted",
        "duty monthly: 1 of 2 (50.0%); 0 open, 0 lifted",
        "",
        "town 370283122000 旧店镇: 1 of 2 (50.0%); 0 open, 1 lifted",
        "",
        "village 370283122215 九里夼村村民委员会: 1 of 1 (100.0%); 0 open, 0 lifted",
        "village 370283122222 石桥村村民委员会: 0 of 1 (0.0%); 0 open, 1 lifted",
        "",
        "official nobody by name: 0 of 1 (0.0%); 0 open, 1 lifted",
        "official 1 赵永强: 1 of 1 (100.0%); 0 open, 0 lifted",
    ]


def test_programs_read_the_same(county: Terminal) -> None:
    found = json.loads(county("visits", "rates", "--month", "2026-11", "--json").out)

    assert found["households"] == {"visited": 0, "of": 2, "share": 0.0, "paused": 0}
    assert found["visits"][0]["fulfilled"] == 1
    assert (found["visits"][0]["of"], found["visits"][0]["share"]) == (2, 0.5)


def test_a_spreadsheet_runs_nothing_of_it(county: Terminal) -> None:
    lines = list(csv.reader(io.StringIO(county("visits", "rates", "--month", "2026-11", "--csv").out)))

    assert lines[0][:6] == ["by", "code", "name", "fulfilled", "of", "share"]
    assert ["duty", "'=late"] in [line[:2] for line in lines]
    assert lines[1][3:6] == ["1", "2", "0.5000"]


def test_each_window_can_be_looked_at_and_names_stay_masked(county: Terminal) -> None:
    said = county("visits", "rates", "--month", "2026-11", "--rows", "--csv").out
    listed = json.loads(county("visits", "rates", "--month", "2026-11", "--rows", "--json").out)

    lines = list(csv.DictReader(io.StringIO(said)))
    assert [(one["number"], one["head"], one["state"], one["official"]) for one in lines] == [
        ("3702832150001", "王**", "fulfilled", "赵永强"),
        ("3702832150002", "李**", "lifted", "nobody by name"),
        ("3702832150002", "李**", "missed", "nobody by name"),
    ]
    assert [one["number"] for one in listed] == [one["number"] for one in lines]
    assert "秀兰" not in said


def test_an_area_and_a_month_leave_the_rest_out(county: Terminal) -> None:
    village = county("visits", "rates", "--month", "2026-11", "--area", "370283122222").out
    december = county("visits", "rates", "--month", "2026-12").out

    assert "all 370283122222 石桥村村民委员会: 0 of 1" in village
    assert "九里夼" not in village
    assert "all 370283000000 平度市: 0 of 0 (–)" in december


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--month", "2026-13"], "it is written as 2026-11."),
        (["--month", "november"], "it is written as 2026-11."),
        (["--month", "2026-11", "--area", "1"], "There is no area 1."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(county: Terminal, options: list[str], said: str) -> None:
    ended = county("visits", "rates", *options)

    assert ended.code
    assert said in ended.err
