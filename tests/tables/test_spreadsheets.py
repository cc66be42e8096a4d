"""Spreadsheets as Excel, WPS and LibreOffice write them, and what they made of what was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.tables import read_table
from desk.domain.text.cleaning import cleaned
from tests.tables.making import (
    COLUMNS,
    HEADINGS,
    LI,
    WANG,
    lines,
    merged,
    ods,
    refused,
    sheet_xml,
    xlsb,
    xlsx,
)

TWO_LINES = [(2, WANG), (3, LI)]
OLD = Path(__file__).with_name("register.xls")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def with_address(content: object) -> str:
    return sheet_xml([HEADINGS, (*WANG[:5], content), LI])


def test_one_table_is_the_same_in_every_format(tmp_path: Path) -> None:
    rows = [HEADINGS, WANG, LI]
    files = [
        xlsx(tmp_path / "list.xlsx", sheet_xml(rows)),
        ods(tmp_path / "list.ods", rows),
        xlsb(tmp_path / "list.xlsb", rows),
    ]

    assert [lines(read_table(file, COLUMNS)) for file in files] == [TWO_LINES] * 3


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    as_old = xlsx(tmp_path / "list.xls", sheet_xml([HEADINGS, WANG]))
    as_text = xlsx(tmp_path / "list.csv", sheet_xml([HEADINGS, WANG]))

    assert lines(read_table(as_old, COLUMNS)) == lines(read_table(as_text, COLUMNS)) == [(2, WANG)]


def test_an_old_sheet_is_read_with_its_lines_and_merged_cells_and_says_what_it_hides() -> None:
    table = read_table(OLD, COLUMNS)

    assert [(line.number, line["number"], line["phone"]) for line in table.lines] == [
        (4, "H1", "13800001001"),
        (5, "H1", ""),
    ]
    assert table.not_read == (
        "sheet 旧 (hidden, 1 line)",
        "an old .xls does not tell errors and formulas without a value from empty cells",
    )


@pytest.mark.parametrize("cut", [100, 700, 3000, 5000])
def test_a_torn_old_sheet_is_one_sentence(tmp_path: Path, cut: int) -> None:
    (tmp_path / "torn.xls").write_bytes(OLD.read_bytes()[:cut])

    assert refused(tmp_path / "torn.xls") == "file: is damaged: open it in Excel or WPS and save it anew"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (3702831222150000128, "address has lost its digits in a spreadsheet: format the column as text"),
        (1.5, "address holds the number 1.5: format the column as text"),
        (True, "address holds TRUE: format the column as text"),
        ('|t="e"|<v>#N/A</v>', "address holds the error #N/A"),
        ('|t="e"|<f>1/0</f><v>#DIV/0!</v>', "address holds the error #DIV/0!"),
        ("||<f>A1</f>", "address has a formula without a value"),
        ("||<f>A1</f><v/>", "address has a formula without a value"),
        ('||<f t="shared" si="0"/><v></v>', "address has a formula without a value"),
        ('|t="d"|<v>2026-03-02</v>', "address holds a date: format the column as text"),
        ("#REF!", "address holds the error #REF!"),
    ],
)
def test_a_cell_that_a_spreadsheet_guessed_is_not_believed(file: Path, content: object, why: str) -> None:
    [first, second] = read_table(xlsx(file, with_address(content)), COLUMNS).lines

    assert [fault for fault in first.faults if fault.startswith(why)]
    assert (first["address"], first["number"], second.faults) == ("", "H1", ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (13800001001, "13800001001"),
        (13800001001.0, "13800001001"),
        ('|t="str"|<f>IF(1,"","x")</f><v></v>', ""),
        ('|t="str"|<f>"村"&amp;"东"</f><v>村东</v>', "村东"),
        ("||<f>1+1</f><v>2</v>", "2"),
        ('|t="inlineStr"|<is><r><t>村</t></r><r><t>东</t></r></is>', "村东"),
        ("村_x000D_东", "村\n东"),
    ],
)
def test_a_cell_with_a_value_says_it(file: Path, content: object, said: str) -> None:
    [first, _] = read_table(xlsx(file, with_address(content)), COLUMNS).lines

    assert (first["address"], first.faults) == (said, ())


def test_dates_and_times_of_every_format_are_named(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active.append((*WANG[:5], date(2026, 3, 2)))
    book.save(tmp_path / "list.xlsx")

    [line] = read_table(tmp_path / "list.xlsx", COLUMNS).lines

    assert line.faults == ("address holds a date: format the column as text",)


@pytest.mark.parametrize("column", [0, 4])
def test_errors_of_other_formats_are_named_too(tmp_path: Path, column: int) -> None:
    error = '<table:table-cell table:formula="of:=1/0"><text:p>#DIV/0!</text:p></table:table-cell>'
    row = [error if at == column else one for at, one in enumerate(WANG)]
    bare = ["" if at == column else one for at, one in enumerate(WANG)]
    field = ("number", "name", "id_number", "household_class", "phone")[column]

    free = read_table(ods(tmp_path / "list.ods", [HEADINGS, row]), COLUMNS)
    binary = read_table(xlsb(tmp_path / "list.xlsb", [HEADINGS, bare], (1, 3, column, b"\x07")), COLUMNS)

    assert free.lines[0].faults == binary.lines[0].faults == (f"{field} holds the error #DIV/0!",)


def test_an_error_where_nobody_looks_harms_nobody(file: Path) -> None:
    sheet = sheet_xml([(*HEADINGS, "序号之外"), (*WANG, '|t="e"|<v>#N/A</v>')])

    assert read_table(xlsx(file, sheet), COLUMNS).problems == []


def test_numbers_kept_as_quantities_have_lost_the_noughts_that_others_have(file: Path) -> None:
    rows = [HEADINGS, ("0012", *WANG[1:]), (13, *LI[1:])]

    table = read_table(xlsx(file, sheet_xml(rows)), COLUMNS)

    assert [problem.line for problem in table.problems] == [3]


def test_cells_merged_downwards_say_the_same_in_each_row_and_those_merged_sideways_do_not(file: Path) -> None:
    rows = [HEADINGS, WANG, ("", "王小宝", "", "", "", ""), (*LI[:4], "13800001002", "")]
    sheet = sheet_xml(rows, merged("A2:A3", "D2:D3", "E4:F4", "A90:A95", "B9:B9"))

    assert [line[1] for line in lines(read_table(xlsx(file, sheet), COLUMNS))] == [
        WANG,
        ("H1", "王小宝", "", "脱贫户", "", ""),
        (*LI[:4], "13800001002", ""),
    ]


def test_an_error_in_a_merged_cell_is_one_in_each_of_its_rows(file: Path) -> None:
    rows = [HEADINGS, ('|t="e"|<v>#REF!</v>', *WANG[1:]), ("", *LI[1:])]

    table = read_table(xlsx(file, sheet_xml(rows, merged("A2:A3"))), COLUMNS)

    assert [problem.line for problem in table.problems] == [2, 3]


def test_the_dimension_that_a_program_claims_is_not_believed(file: Path) -> None:
    sheet = sheet_xml([HEADINGS, WANG, LI]).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')

    assert lines(read_table(xlsx(file, sheet), COLUMNS)) == TWO_LINES


def test_lines_are_numbered_as_the_spreadsheet_numbers_them(file: Path) -> None:
    sheet = sheet_xml([HEADINGS, WANG, (), (), LI], first=7)

    assert [line.number for line in read_table(xlsx(file, sheet), COLUMNS).lines] == [8, 11]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="A1"', "r = 'A1'"),
        ("<worksheet xmlns=", "<x:worksheet xmlns:x="),
        (' t="e"', "\n t='e'"),
        (' t="e"', '\nt="e"'),
    ],
)
def test_no_way_of_writing_hides_an_error(file: Path, old: str, new: str) -> None:
    sheet = with_address('|t="e"|<v>#N/A</v>').replace(old, new, 1)
    if new.startswith("<x:"):
        for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
            sheet = sheet.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
            sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")

    assert [problem.line for problem in read_table(xlsx(file, sheet), COLUMNS).problems] == [2]


def test_the_first_sheet_that_is_shown_and_has_the_columns_is_read_and_the_others_are_named(
    file: Path,
) -> None:
    cover, old = sheet_xml([("填表说明",), ("每人一行",)]), sheet_xml([HEADINGS, LI])
    sheets = (cover, old, sheet_xml([HEADINGS, WANG]), sheet_xml([HEADINGS, LI, LI]), sheet_xml([]))
    xlsx(
        file,
        *sheets,
        states=("visible", "hidden", "visible", "visible", "visible"),
        names=("说明", "去年", "旧店镇", "店子镇", "Sheet5"),
    )

    table, other = read_table(file, COLUMNS), read_table(file, COLUMNS, "店子镇")

    assert lines(table) == [(2, WANG)]
    assert table.not_read == (
        "sheet 说明 (2 lines)",
        "sheet 去年 (hidden, 2 lines)",
        "sheet 店子镇 (3 lines)",
    )
    assert lines(other) == [(2, LI), (3, LI)]
    assert lines(read_table(file, COLUMNS, "去年")) == [(2, LI)]
    assert refused(file, "石桥村").startswith("file: has no sheet 石桥村; it has: sheet 说明 (2 lines)")
    assert "there is no column number" in refused(file, "说明")


def test_a_style_far_away_makes_no_cell(file: Path) -> None:
    sheet = sheet_xml([HEADINGS, WANG]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )

    assert lines(read_table(xlsx(file, sheet), COLUMNS)) == [(2, WANG)]


CELLS = st.one_of(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"]), max_size=10),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.just('|t="e"|<v>#N/A</v>'),
    st.just("||<f>A1</f>"),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), first=st.integers(1, 30))
def test_no_cell_is_changed_in_silence(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, object]], first: int
) -> None:
    table = [HEADINGS, *((f"H{n}", "王", "", "脱贫户", *row) for n, row in enumerate(rows))]
    file = xlsx(tmp_path_factory.mktemp("any") / "list.xlsx", sheet_xml(table, first=first))

    if first > 20:
        assert "there is no column" in refused(file)
        return
    read = read_table(file, COLUMNS)

    assert [line.number for line in read.lines] == list(range(first + 1, first + 1 + len(rows)))
    for line, row in zip(read.lines, rows, strict=True):
        for field, content in zip(("phone", "address"), row, strict=True):
            fault = any(one.startswith(f"{field} ") for one in line.faults)
            assert fault or line[field] == cleaned(str(content) if content is not None else "")
            assert not (fault and line[field])
