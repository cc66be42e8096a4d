"""Sweeps at the terminal: lists in, bad lines named, differences told, samples drawn again, tables out."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.county import sweep_import
from bot.process.lock import only_process
from tests.cli.conftest import Ended, Terminal
from tests.house.source import ROOT
from tests.register import id_number

Files = Callable[..., tuple[str, str]]
Import = Callable[..., Ended]
SAMPLE = (ROOT / "docs/samples/sweep.csv").read_text(encoding="utf-8")
HEADER = SAMPLE.splitlines()[0]
NAMED = ("--name", "汛前房屋排查", "--kind", "house", "--due", "2026-12-04")


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return connection.execute(sql).fetchall()


def ticked(tmp_path: Path, sql: str) -> None:
    """What officials did in the chat meanwhile."""
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        connection.execute(sql)
        connection.commit()


@pytest.fixture
def bring(terminal: Terminal, files: Files, tmp_path: Path) -> Import:
    """A county, and a way to import a text as the list of a sweep."""
    terminal("init", *files())

    def run(text: str, *options: str) -> Ended:
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        return terminal("sweep", "import", str(tmp_path / "list.csv"), *NAMED, *options)

    return run


def reasons(ended: Ended) -> list[str]:
    """What is wrong with which line, as it was said."""
    return [line.partition("list.csv, ")[2] for line in ended.err.splitlines() if ", line " in line]


def test_the_sample_of_the_manual_is_entered_only_when_that_is_wanted(bring: Import, tmp_path: Path) -> None:
    dry, before = bring(SAMPLE), rows(tmp_path, "SELECT count(*) FROM sweeps")
    done = bring(SAMPLE, "--apply")

    counted = "4 objects in 4 lines: 4 new, 0 changed, 0 unchanged; 0 left out, 0 no longer listed."
    assert (dry.code, before, done.code) == (0, [(0,)], 0)
    assert dry.out.splitlines() == [counted, "Nothing was changed yet: --apply does it."]
    assert done.out.splitlines() == [counted, "Sweep 1 is prepared; `bangfu sweep start 1` begins it."]
    assert rows(tmp_path, "SELECT name, kind, office_code, due_on, state FROM sweeps") == [
        ("汛前房屋排查", "house", "370283000000", "2026-12-04", "prepared")
    ]
    assert rows(tmp_path, "SELECT area_code, total FROM sweep_tallies") == [
        ("370283119267", 1),
        ("370283122215", 2),
        ("370283122222", 1),
    ]
    assert rows(tmp_path, "SELECT act, details FROM ledger WHERE act LIKE '%sweep'") == [
        ("import_sweep", "sweep:1 new:4 changed:0 left_out:0")
    ]


def test_names_and_addresses_lie_sealed(bring: Import, tmp_path: Path) -> None:
    bring(SAMPLE, "--apply")

    [(blob,)] = rows(tmp_path, "SELECT words FROM sweep_objects WHERE number = 'F215-0001'")

    assert isinstance(blob, bytes)
    assert "王秀兰".encode() not in blob


def test_a_newer_list_is_told_by_what_differs_and_what_is_ticked_stays(bring: Import, tmp_path: Path) -> None:
    bring(SAMPLE, "--apply")
    ticked(tmp_path, "UPDATE sweep_objects SET found = 'fine', version = 2 WHERE number = 'F267-0001'")
    ticked(tmp_path, "UPDATE sweep_tallies SET fine = 1 WHERE area_code = '370283119267'")
    newer = SAMPLE.replace("店子镇,石桥村,桥南", "旧店镇,石桥村,桥北")
    newer = "".join(line for line in newer.splitlines(keepends=True) if "F222" not in line)

    dry, done = bring(newer), bring(newer, "--apply", "--due", "2026-12-11")
    again = bring(newer, "--apply", "--due", "2026-12-11")

    assert dry.out.splitlines()[:2] == done.out.splitlines()[:2]
    assert done.out.splitlines()[:4] == [
        "changed: F267-0001: area_code, address",
        "no longer listed, kept: F222-0001",
        "last day: 2026-12-04 > 2026-12-11",
        (
            "3 objects in 3 lines: 0 new, 1 changed (area_code 1, address 1), 2 unchanged; "
            "0 left out, 1 no longer listed."
        ),
    ]
    assert "0 new, 0 changed, 3 unchanged" in again.out
    assert rows(tmp_path, "SELECT area_code, total, fine FROM sweep_tallies") == [
        ("370283119267", 0, 0),
        ("370283122215", 2, 0),
        ("370283122222", 2, 1),
    ]
    assert rows(tmp_path, "SELECT found FROM sweep_objects WHERE number = 'F267-0001'") == [("fine",)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("F215-0001", "", "line 2: the number is missing"),
        ("F215-0002", "F215-0001", "line 3: the number stands in line 2 already"),
        ("F215-0001", "3.70283E+17", "line 2: the number has lost its digits in a spreadsheet"),
        ("F215-0001", id_number("20140612"), "line 2: the number is somebody's identity number"),
        ("F215-0001", f"G{id_number('20140612')}", "line 2: the number is somebody's identity number"),
        (",王秀兰家", ",", "line 2: the name is missing"),
        ("九里夼村,村东", "九里村,村东", "line 2: no village of the county may be meant by 旧店镇九里村"),
        ("旧店镇,石桥村", ",石桥村", "line 4: several villages of the county may be meant by 石桥村"),
    ],
)
def test_a_bad_line_is_named_and_stops_none(
    bring: Import, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    ended = bring(SAMPLE.replace(old, new, 1), "--apply")

    assert ended.code == 1
    assert [reason for reason in reasons(ended) if reason.startswith(expected)]
    assert "3 new, 0 changed, 0 unchanged; 1 left out" in ended.out
    assert rows(tmp_path, "SELECT count(*) FROM sweep_objects") == [(3,)]


def test_a_long_list_goes_in_parts(bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_import, "AT_ONCE", 100)
    monkeypatch.setattr(sweep_import, "_READ", 70)
    lines = [f"N{n},{n}号房,旧店镇,九里夼村,," for n in range(250)]
    first = bring("\n".join([HEADER, *lines]), "--apply")

    second = bring("\n".join([HEADER, *lines[20:]]).replace("号房", "号屋"), "--apply")

    assert "250 new" in first.out
    assert "230 changed (name 230)" in second.out
    assert "… and 30 more" in second.out
    assert "20 no longer listed" in second.out


def test_a_sweep_begins_ends_and_is_shown(bring: Import, terminal: Terminal, tmp_path: Path) -> None:
    bring(SAMPLE, "--apply")

    begun, twice = terminal("sweep", "start", "1"), terminal("sweep", "start", "1")
    listed, shown = terminal("sweep", "list"), terminal("sweep", "show", "1")
    ended, over = terminal("sweep", "end", "1"), terminal("sweep", "end", "1")

    assert "running" in begun.out
    assert "0/4 done (0%): 0 fine, 0 problems, 0 not found" in listed.out
    assert "  店子镇: 0/1 done (0%)" in shown.out
    assert "ended" in ended.out
    assert (twice.err, over.err) == ("It is running already.\n", "It is not running.\n")
    acts = rows(tmp_path, "SELECT act FROM ledger WHERE act LIKE '%sweep' ORDER BY id")
    assert acts == [("import_sweep",), ("start_sweep",), ("end_sweep",)]
    assert bring(SAMPLE).err.endswith("The sweep of this name has ended.\n")


def test_the_register_gives_the_households_of_a_class(
    bring: Import, terminal: Terminal, tmp_path: Path
) -> None:
    terminal("households", "import", str(ROOT / "docs/samples/households.csv"))
    plan = ("--name", "监测户摸排", "--due", "2026-12-04")

    one = terminal("sweep", "register", *plan, "--class", "monitored", "--apply")
    every = terminal("sweep", "register", "--name", "全部农户", "--due", "2026-12-04", "--apply")
    town = terminal("sweep", "register", "--name", "店子镇", "--due", "2026-12-04", "--area", "370283119000")
    nobody = terminal("sweep", "register", *plan, "--class", "monitored", "--area", "370283119000", "--apply")

    assert "1 objects in 1 lines: 1 new" in one.out
    assert "3 new" in every.out
    assert "1 new" in town.out
    assert nobody.err.endswith("There are no such households in the register.\n")
    assert rows(tmp_path, "SELECT number, household_id FROM sweep_objects WHERE sweep_id = 1") == [
        ("3702832150001", 1)
    ]


def test_households_of_a_file_are_those_of_the_register(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    terminal("households", "import", str(ROOT / "docs/samples/households.csv"))
    (tmp_path / "list.csv").write_text(
        "编号,户主,行政村代码\n3702832150001,王秀兰,370283122215\nX1,新搬来的,370283122215\n",
        encoding="utf-8",
    )

    terminal(
        *("sweep", "import", str(tmp_path / "list.csv"), "--name", "摸排", "--kind", "household"),
        *("--due", "2026-12-04", "--apply"),
    )

    found = rows(tmp_path, "SELECT number, household_id FROM sweep_objects ORDER BY number")
    assert found == [("3702832150001", 1), ("X1", None)]


def test_a_sample_has_a_seed_and_comes_out_the_same_again(
    bring: Import, terminal: Terminal, tmp_path: Path
) -> None:
    lines = [f"N{n},{n}号房,旧店镇,九里夼村,," for n in range(40)]
    bring("\n".join([HEADER, *lines]), "--apply")
    terminal("sweep", "start", "1")
    ticked(tmp_path, "UPDATE sweep_objects SET found = 'fine', ticked_at = '2026-01-01' WHERE id <= 30")

    drawn = terminal("sweep", "sample", "1", "--size", "5", "--seed", "立冬")
    chance = terminal("sweep", "sample", "1", "--size", "100")
    same = terminal("sweep", "sample", "1", "--verify", "1")
    sql = "SELECT object_id FROM sweep_checks WHERE sample_id = {} ORDER BY position"
    first = rows(tmp_path, sql.format(1))
    terminal("sweep", "sample", "1", "--size", "5", "--seed", "立冬")
    second = rows(tmp_path, sql.format(3))
    ticked(tmp_path, "UPDATE sweep_checks SET object_id = 40 WHERE sample_id = 1 AND position = 1")
    changed = terminal("sweep", "sample", "1", "--verify", "1")

    assert drawn.out == "Sample 1: 5 of 30 ticked objects, seed 立冬.\n"
    assert re.fullmatch(r"Sample 2: 30 of 30 ticked objects, seed [0-9a-f]{32}\.\n", chance.out)
    assert same.out == "Sample 1 comes out the same: 5 of 30, seed 立冬.\n"
    assert len(first) == 5
    assert first == second
    assert (changed.code, changed.err) == (2, "Drawn again it comes out otherwise.\n")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_of_what_was_found_runs_nothing(
    bring: Import, terminal: Terminal, tmp_path: Path, suffix: str
) -> None:
    nasty = (
        SAMPLE.replace("王秀兰家", "'=HYPERLINK(1)").replace("砖瓦房", "@SUM(1)").replace("没人住", "-1+2")
    )
    bring(nasty, "--apply")
    terminal("sweep", "start", "1")
    ticked(tmp_path, "UPDATE sweep_objects SET found = 'missing', missing = 'gone' WHERE id = 3")
    file = tmp_path / f"found.{suffix}"

    ended = terminal("sweep", "export", "1", str(file))

    assert ended.out == f"4 objects in {file}.\n"
    if suffix == "csv":
        lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    else:
        lines = [[cell or "" for cell in line] for line in load_workbook(file).worksheets[0].values]
        assert all(
            cell.data_type == "s" for row in load_workbook(file).worksheets[0] for cell in row if cell.value
        )
    assert lines[0][:5] == ["编号", "名称", "乡镇", "村", "区划代码"]
    assert [line[1] for line in lines[1:3]] == ["赵大山家", "'=HYPERLINK(1)"]  # village by village
    assert lines[3][6] == "'@SUM(1)"
    assert lines[4][6:9] == ["'-1+2", "找不到", "拆了、没有了"]
    assert rows(tmp_path, "SELECT details FROM ledger WHERE act = 'export_sweep'") == [("sweep:1",)]
    assert "exists already" in terminal("sweep", "export", "1", str(file)).err


def test_what_does_not_fit_is_refused_in_a_sentence(
    bring: Import, terminal: Terminal, tmp_path: Path
) -> None:
    bring(SAMPLE, "--apply")
    file = str(tmp_path / "list.csv")

    other_kind = terminal("sweep", "import", file, *NAMED[:2], "--kind", "firm", "--due", "2026-12-04")
    village = bring(SAMPLE, "--office", "370283122215")
    early = terminal("sweep", "sample", "1", "--size", "5")
    gone = [
        terminal("sweep", *words) for words in (("show", "9"), ("start", "9"), ("sample", "9", "--size", "1"))
    ]
    unsized = terminal("sweep", "sample", "1")
    table = terminal("sweep", "export", "1", str(tmp_path / "x.pdf"))
    with only_process(tmp_path / "var" / "bangfu.db"):
        running, reading = bring(SAMPLE, "--apply"), bring(SAMPLE)

    assert other_kind.err.endswith("The sweep of this name is one of kind house.\n")
    assert village.err.endswith("--office must be the code of the county or of one of its towns.\n")
    assert all("There is no such sweep" in one.err for one in (early, *gone))
    assert "--size is needed" in unsized.err
    assert "must end in .csv or .xlsx" in table.err
    assert (running.code, reading.code) == (2, 0)
