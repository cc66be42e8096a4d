"""Files that counties and chats really sent, run one by one; the same kinds are built in tests/tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from storage.keys.key_file import load_seal
from tests.cli.conftest import Ended, Terminal
from tests.house.source import ROOT

INPUTS = ROOT.parent / "shared/data/inputs"
pytestmark = pytest.mark.skipif(
    not INPUTS.is_dir(), reason=f"{INPUTS} is not there: these files were not run"
)
Files = Callable[..., tuple[str, str]]
Bring = Callable[..., Ended]


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return connection.execute(sql).fetchall()


def register(tmp_path: Path) -> list[tuple[object, ...]]:
    """Every household with its class, kind, telephone, address, how many members and measures it has."""
    seal = load_seal(tmp_path / "var" / "keys.json")
    found = rows(
        tmp_path,
        "SELECT number, household_class, monitored_kind, phone, address,"
        " (SELECT count(*) FROM household_members m WHERE m.household_id = h.id),"
        " (SELECT count(*) FROM measures a WHERE a.household_id = h.id) FROM households h ORDER BY number",
    )
    return [
        (
            number,
            standing,
            kind,
            seal.open_some(phone, f"households.phone:{number}"),  # type: ignore[arg-type]
            seal.open_some(address, f"households.address:{number}"),  # type: ignore[arg-type]
            members,
            measures,
        )
        for number, standing, kind, phone, address, members, measures in found
    ]


def reasons(ended: Ended) -> list[str]:
    """What is wrong with which line."""
    return [line.partition(", line ")[2] for line in ended.err.splitlines() if ", line " in line]


@pytest.fixture
def bring(terminal: Terminal, files: Files) -> Bring:
    """A county, and a way to import one of the files as its register."""
    terminal("init", *files())
    return lambda name, *options: terminal("households", "import", str(INPUTS / name), *options)


TWO_FAMILIES = [
    ("H1", "lifted", None, "13800001001", "村东头", 2, 0),
    ("H2", "lifted", None, "13800001002", "", 2, 0),
]


@pytest.mark.parametrize(
    "name",
    [
        "11-wps-dimension.xlsx",
        "15-header-star-space.xlsx",
        "19-semicolon.csv",
        "19c-utf16.csv",
        "19e-sep-line.csv",
    ],
)
def test_a_file_is_read_as_programs_write_it(bring: Bring, tmp_path: Path, name: str) -> None:
    ended = bring(name)

    assert (ended.code, reasons(ended)) == (0, [])
    assert register(tmp_path) == TWO_FAMILIES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "01-long-number.xlsx",
            [
                "2: number has lost its digits in a spreadsheet: format the column as text",
                "3: number has lost its digits in a spreadsheet: format the column as text",
            ],
        ),
        (
            "04-error-cells.xlsx",
            [
                "2: address holds the error #N/A",
                "2: measures holds the error #N/A",
                "3: number holds the error #N/A",
                "4: head holds the error #NAME?",
                "4: name holds the error #N/A",
                "4: number holds the error #REF!",
            ],
        ),
        (
            "09-date-cells.xlsx",
            [
                "2: address holds a date: format the column as text",
                "3: number holds a date: format the column as text",
            ],
        ),
        (
            "10-comma-shift.csv",
            ["2: has 11 cells, the header 10: put quotes around a cell with a comma in it"],
        ),
        (
            "24-school-template.xlsx",
            ["2: nobody is the head of the household: who is named as the head has no line"],
        ),
    ],
)
def test_lines_that_cannot_be_believed_are_named_and_nothing_of_them_is_entered(
    bring: Bring, tmp_path: Path, name: str, expected: Sequence[str]
) -> None:
    ended = bring(name)

    assert (ended.code, reasons(ended)) == (1, expected)
    assert register(tmp_path) == []


def test_cells_merged_over_a_family_say_the_same_in_each_of_its_lines(bring: Bring, tmp_path: Path) -> None:
    bring("02-before.csv")
    before = register(tmp_path)

    ended = bring("02-merged-cells.xlsx")

    assert "0 new, 0 changed, 2 unchanged; 0 left out" in ended.out
    assert register(tmp_path) == before
    assert [row[5] for row in before] == [2, 2]


def test_the_columns_of_the_national_list_are_known(bring: Bring, tmp_path: Path) -> None:
    bring("03-before.csv")

    ended = bring("03-unknown-column.csv")

    assert "1 unchanged" in ended.out
    assert register(tmp_path) == [("H1", "monitored", "marginal", "13800001001", "", 1, 0)]


def test_two_columns_for_one_field_are_refused(bring: Bring, tmp_path: Path) -> None:
    ended = bring("06-two-phone-columns.xlsx")

    assert ended.code == 2
    assert reasons(ended) == ["1: two columns are both read as phone: 联系电话, 手机号"]
    assert register(tmp_path) == []


def test_two_phone_columns_replace_no_official(bring: Bring, terminal: Terminal, tmp_path: Path) -> None:
    before = rows(tmp_path, "SELECT id, phone_index FROM staff"), rows(tmp_path, "SELECT * FROM posts")

    ended = terminal("staff", "import", str(INPUTS / "06b-two-phone-columns-staff.csv"))

    assert ended.code == 2
    assert reasons(ended) == ["1: two columns are both read as phone: 手机号, 电话"]
    after = rows(tmp_path, "SELECT id, phone_index FROM staff"), rows(tmp_path, "SELECT * FROM posts")
    assert after == before


def test_a_formula_that_was_never_calculated_erases_nothing(bring: Bring, tmp_path: Path) -> None:
    bring("02-before.csv")
    before = register(tmp_path)

    ended = bring("07-formula-no-value.xlsx")

    assert ended.code == 1
    assert [one.partition(" has a formula without a value")[0] for one in reasons(ended)] == [
        "2: address",
        "2: measures",
        "2: phone",
    ]
    assert register(tmp_path) == before


def test_full_width_digits_are_digits(bring: Bring, tmp_path: Path) -> None:
    twice = bring("08-full-width-digits.csv")
    assert reasons(twice) == ["3: the identity number stands in line 2 already"]

    again = bring("08b-full-width-digits.csv")

    assert again.code == 0
    assert [row[3] for row in register(tmp_path)] == ["13800001001", "13800001002"]
    found = bring("08b-full-width-digits.csv", "--dry-run")
    assert "2 unchanged" in found.out


def test_invisible_marks_belong_to_no_number(bring: Bring, tmp_path: Path) -> None:
    ended = bring("12-invisible-marks.csv")

    assert (ended.code, reasons(ended)) == (0, [])
    assert [row[0] for row in register(tmp_path)] == ["H1", "H2", "H3"]


def test_a_second_sheet_is_named_and_read_when_it_is_asked_for(bring: Bring, tmp_path: Path) -> None:
    first, second = bring("13-two-sheets.xlsx"), bring("13-two-sheets.xlsx", "--sheet", "店子镇")

    assert "not read: sheet 店子镇 (2 lines)" in first.out
    assert "not read: sheet 旧店镇 (2 lines)" in second.out
    assert [row[0] for row in register(tmp_path)] == ["H1", "H2"]


def test_marks_that_make_a_number_text_are_no_part_of_it(bring: Bring, tmp_path: Path) -> None:
    ended = bring("16-text-prefixes.csv")

    assert (ended.code, reasons(ended)) == (0, [])
    assert len(register(tmp_path)) == 4


def test_the_first_of_several_numbers_in_a_cell_is_kept_and_said(bring: Bring, tmp_path: Path) -> None:
    ended = bring("17-two-phones-in-cell.csv")

    assert ended.code == 0
    assert reasons(ended) == [
        f"{line}: phone holds more than a number: the first number in it is kept" for line in (2, 3, 4)
    ]
    assert [row[3] for row in register(tmp_path)] == ["13800001001", "13800001002", "13800001003"]


def test_a_wide_or_a_small_x_ends_an_identity_number(bring: Bring) -> None:
    assert reasons(bring("18-full-width-x.csv")) == [
        "3: the identity number stands in line 2 already",
        "4: the identity number is wrong",
        "5: the identity number stands in line 2 already",
    ]


def test_columns_of_a_public_template_are_known_or_named(bring: Bring) -> None:
    ended = bring("24-school-template.xlsx")

    assert ended.out.splitlines()[:2] == [
        "not read: columns that are not known: 学期, 省市, 是否脱贫家庭学生, 是否6-15周岁, 学校全称",
        "not read: columns that are known and not kept: 区县",
    ]


def test_a_line_that_begins_with_a_hash_is_a_line(bring: Bring, terminal: Terminal) -> None:
    options = ("--name", "水井", "--kind", "house", "--due", "2027-01-01")

    ended = terminal("sweep", "import", str(INPUTS / "05-hash-number-sweep.csv"), *options)

    assert "3 objects in 3 lines" in ended.out


@pytest.mark.parametrize(("name", "areas"), [("05b-hash-name-areas.csv", 7), ("20-areas.xlsx", 6)])
def test_divisions_come_in_any_table(terminal: Terminal, files: Files, name: str, areas: int) -> None:
    _, staff = files()

    ended = terminal("init", f"--areas={INPUTS / name}", staff)

    assert (ended.code, ended.out.partition(",")[0]) == (0, f"平度市: {areas} areas")


@pytest.mark.parametrize("name", ["21-same-name", "22-upper-txt"])
def test_every_text_of_a_folder_is_taken_over(bring: Bring, terminal: Terminal, name: str) -> None:
    count = len([path for path in (INPUTS / name).rglob("*") if path.is_file()])

    ended = terminal("policy", "import", str(INPUTS / name))

    assert ended.out == f"{count} texts imported; the county now has {count} passages.\n"


def test_questions_in_the_encoding_of_windows_are_answered(bring: Bring, terminal: Terminal) -> None:
    ended = terminal("ask", "--batch", str(INPUTS / "23-questions-gb.txt"), "--no-semantic")

    assert (ended.code, ended.err) == (0, "")
    assert "低保怎么办" in ended.out
