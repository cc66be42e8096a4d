from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.process.lock import only_process
from bot.tables import names
from places.areas import DEMO_AREAS
from tests.cli.conftest import AREAS, STAFF, Terminal

Files = Callable[..., tuple[str, str]]


def counted(tmp_path: Path, table: str) -> int:
    """Rows of a table, as they lie on the disk."""
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_county_is_set_up_from_two_files(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    ended = terminal("init", *files(), "--edition", "2023-06-30")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("平度市: 6 areas, 5 officials, 5 posts begun, 0 ended.")
    assert counted(tmp_path, "areas") == 6
    assert counted(tmp_path, "posts") == 5


def test_the_same_files_again_change_nothing(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files(), "--edition", "2023-06-30")

    ended = terminal("init", *files())

    assert "0 posts begun, 0 ended" in ended.out
    assert "edition" not in ended.out
    assert counted(tmp_path, "posts") == 5


def test_a_new_list_begins_and_ends_posts(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("init", *files(staff=STAFF.replace("孙丽,13800003001", "周涛,13800003002")))

    assert "1 posts begun, 1 ended" in ended.out


def test_the_real_divisions_and_a_spreadsheet_in_the_offices_encoding_are_read(
    terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "staff.csv").write_bytes(STAFF.encode("gb18030"))

    ended = terminal(
        "init", f"--areas={DEMO_AREAS}", f"--staff={tmp_path / 'staff.csv'}", "--county", "370283"
    )

    assert "平度市: 382 areas, 5 officials" in ended.out


@pytest.mark.parametrize(
    ("staff", "line", "reason"),
    [
        (STAFF + "周涛,1380000,网格员,370283122215,,\n", 7, "phone is not a mobile number"),
        (STAFF + "周涛,,网格员,370283122215,,\n", 7, "name and phone must both be there"),
        (STAFF + "周涛,13800002009,村长,370283122215,,\n", 7, "role '村长' is not known"),
        (
            STAFF + "周涛,13800002009,网格员,370283999999,,\n",
            7,
            "area_code '370283999999' is not in the county",
        ),
        (STAFF + "周涛,13800002009,网格员,370283122000,,\n", 7, "needs a village, and 旧店镇 is a town"),
        (STAFF + "周涛,13800002009,部门,370283000000,,\n", 7, "the department is missing"),
        (
            STAFF + "周涛,13800002001,网格员,370283119267,,\n",
            7,
            "the phone belongs to another name in line 2",
        ),
        (
            STAFF + "周涛,13800002009,网格员,370283119267,,13800002009\n",
            7,
            "nobody can stand in for themselves",
        ),
        (STAFF + "周涛,13800002009,网格员,370283119267,,13900000000\n", 7, "the stand-in has no line"),
        (STAFF + "钱小燕,13800002002,村级监测员,370283122222,,\n", 7, "the same post stands in line 3"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(
    terminal: Terminal, files: Files, tmp_path: Path, staff: str, line: int, reason: str
) -> None:
    ended = terminal("init", *files(staff=staff))

    assert ended.code == 2
    first, last = ended.err.splitlines()
    assert first.startswith(f"{tmp_path / 'staff.csv'}, line {line}: ")
    assert reason in first
    assert last == "Nothing was imported: there is one thing to be put right."
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("areas", "line", "reason"),
    [
        (AREAS + "village,3.70283E+11,新村,370283122000,\n", 8, "lost its digits in a spreadsheet"),
        (AREAS + "village,123,新村,370283122000,\n", 8, "does not have 12 digits"),
        (AREAS + "hamlet,370283122300,新村,370283122000,\n", 8, "level 'hamlet' is not county"),
        (AREAS + "village,370283122300,,370283122000,\n", 8, "the name is missing"),
        (
            AREAS + "village,370283122300,新村,370283555000,\n",
            8,
            "parent_code '370283555000' is not in the file",
        ),
        (AREAS + "village,370283122215,新村,370283122000,\n", 8, "stands in line 4 already"),
    ],
)
def test_a_bad_area_is_named_and_nothing_is_imported(
    terminal: Terminal, files: Files, tmp_path: Path, areas: str, line: int, reason: str
) -> None:
    ended = terminal("init", *files(areas=areas))

    assert ended.code == 2
    assert f"areas.csv, line {line}: " in ended.err
    assert reason in ended.err
    assert not (tmp_path / "var").exists()


def test_every_bad_row_is_told_at_once(terminal: Terminal, files: Files) -> None:
    staff = STAFF + "a,1,网格员,370283122215,,\n" * 3

    ended = terminal("init", *files(staff=staff))

    assert [line.partition(":")[0].rpartition(" ")[2] for line in ended.err.splitlines()[:3]] == [
        "7",
        "8",
        "9",
    ]
    assert "there are 3 things" in ended.err


@pytest.mark.parametrize("post", ["县级", "投诉受理"])
def test_a_county_without_a_mandatory_post_is_refused(terminal: Terminal, files: Files, post: str) -> None:
    staff = "\n".join(line for line in STAFF.splitlines() if f",{post}," not in line)

    ended = terminal("init", *files(staff=staff))

    assert ended.code == 2
    assert "and no county can start without one" in ended.err


def test_complaints_are_not_taken_by_somebody_in_the_line(terminal: Terminal, files: Files) -> None:
    staff = STAFF.replace("郑洁,13800005001", "吴敏,13800004001")

    ended = terminal("init", *files(staff=staff))

    assert "must not hold a post that they may be about" in ended.err


def test_of_several_counties_one_must_be_named(terminal: Terminal, files: Files) -> None:
    two = AREAS + "county,370481000000,滕州市,370400000000,县级市\n"

    ended, named = (
        terminal("init", *files(areas=two)),
        terminal("init", *files(areas=two), "--county=370283000000"),
    )

    assert ended.code == 2
    assert "name the county with --county; the file has 370283000000 平度市, 370481000000 滕州市" in ended.err
    assert named.code == 0


def test_a_database_of_another_county_is_refused(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())
    other = AREAS.replace("370283", "370481"), STAFF.replace("370283", "370481")

    ended = terminal("init", *files(*other))

    assert ended.code == 2
    assert ended.err == "This database holds county 370283000000, not 370481000000: name another one.\n"


def test_nothing_is_written_while_the_bot_runs(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    with only_process(tmp_path / "var" / "bangfu.db"):
        ended = terminal("init", *files())

    assert ended.code == 2
    assert "stop it first" in ended.err


def test_every_column_and_role_is_documented() -> None:
    document = (Path(__file__).parents[2] / "docs" / "county.md").read_text(encoding="utf-8")

    known = {ours for table in ("areas", "staff", "roles") for ours in names(table).values()}
    assert [name for name in sorted(known) if f"`{name}`" not in document] == []


def test_missing_files_and_columns_are_one_sentence(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    areas, _ = files()
    (tmp_path / "odd.csv").write_text("who,what\n1,2\n")

    missing = terminal("init", areas, "--staff=nowhere.csv")
    odd = terminal("init", areas, f"--staff={tmp_path / 'odd.csv'}")

    assert missing.err.startswith("nowhere.csv: cannot be read: No such file or directory\n")
    assert "line 1: there is no column name, phone, role, area_code" in odd.err
