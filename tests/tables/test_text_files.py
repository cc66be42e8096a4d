"""Tables as text: every usual encoding and separator, and what is left of a file that is torn."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tables import read_table
from desk.domain.text.cleaning import cleaned
from tests.tables.making import COLUMNS, FIELDS, HEADINGS, LI, WANG, lines, refused

TABLE = "\n".join(",".join(row) for row in (HEADINGS, WANG, LI)) + "\n"
TWO_LINES = [(2, WANG), (3, LI)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "，", "|"])
def test_every_usual_encoding_and_separator_is_read(file: Path, encoding: str, separator: str) -> None:
    file.write_bytes(TABLE.replace(",", separator).encode(encoding))

    assert lines(read_table(file, COLUMNS)) == TWO_LINES


@pytest.mark.parametrize("order", ["sep=,\n", "SEP=,\r\n", "\ufeffsep=,\n"])
def test_a_first_line_for_excel_is_an_order_and_no_row(file: Path, order: str) -> None:
    file.write_text(order + TABLE, encoding="utf-8")

    assert lines(read_table(file, COLUMNS)) == [(3, WANG), (4, LI)]


def test_the_separator_is_the_one_that_makes_a_header(file: Path) -> None:
    title = "说明，请如实填写，谢谢，每户一行，每人一行，不要合并\n"
    file.write_text(title + TABLE.replace(",", ";"), encoding="utf-8")

    assert lines(read_table(file, COLUMNS)) == [(3, WANG), (4, LI)]


def test_lines_are_numbered_as_an_editor_numbers_them(file: Path) -> None:
    torn = TABLE.replace("村东头", '"村东头\n第三家"') + "\n\nH3,周大海,,脱贫户,,\n"
    file.write_text(torn, encoding="utf-8")

    assert [line.number for line in read_table(file, COLUMNS).lines] == [2, 4, 7]


def test_a_quote_that_is_never_closed_is_named_where_it_opens(file: Path) -> None:
    file.write_text(TABLE + 'H3,"周大海,,脱贫户,,\nH4,孙玉梅,,脱贫户,,\n', encoding="utf-8")

    assert refused(file) == "file, line 4: not a CSV: a quote is opened and never closed"


def test_a_row_with_more_cells_than_the_header_is_not_believed(file: Path) -> None:
    file.write_text(TABLE.replace("村东头", "村东头,第三家"), encoding="utf-8")

    [first, second] = read_table(file, COLUMNS).lines

    assert first.faults == ("has 7 cells, the header 6: put quotes around a cell with a comma in it",)
    assert second.faults == ()


def test_empty_cells_behind_the_last_column_do_no_harm(file: Path) -> None:
    file.write_text(TABLE.replace("\n", ",,,\n"), encoding="utf-8")

    assert lines(read_table(file, COLUMNS)) == TWO_LINES


def test_a_line_that_begins_with_a_hash_is_a_remark_only_above_the_header(file: Path) -> None:
    file.write_text(f"# edition：2023-06-30\n#制表 \n{TABLE}#4,赵大山,,脱贫户,,\n", encoding="utf-8")

    table = read_table(file, COLUMNS)

    assert [line["number"] for line in table.lines] == ["H1", "H2", "#4"]
    assert table.remarks == {"edition": "2023-06-30"}


@pytest.mark.parametrize(
    "said", ["#N/A", "#REF!", "＃NAME?", "########", "Err:502", "=VLOOKUP(A1,B:C,2)", "=A1"]
)
def test_an_error_or_a_formula_saved_as_text_is_no_value(file: Path, said: str) -> None:
    file.write_text(TABLE.replace("村东头", f'"{said}"'), encoding="utf-8")

    table = read_table(file, COLUMNS)

    assert [problem.line for problem in table.problems] == [2]
    assert table.lines[0]["address"] == ""


@pytest.mark.parametrize("said", ["#3号楼", "'=村东头", "＝村东头", "-", "+8613800001001"])
def test_what_only_looks_like_one_is_a_value(file: Path, said: str) -> None:
    file.write_text(TABLE.replace("村东头", said), encoding="utf-8")

    assert read_table(file, COLUMNS).problems == []


def test_broken_utf8_is_not_taken_for_another_encoding(file: Path) -> None:
    raw = TABLE.encode()
    at = raw.rindex("李".encode())
    file.write_bytes(raw[: at + 1] + raw[at + 2 :])

    assert refused(file) == "file: is UTF-8 text with a broken sign in line 3"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "is empty"),
        (b"\n\n", "there is no column number, name, id_number, household_class"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"Rar!\x1a\x07", "is an archive"),
        (b"<html><table>", "is a web page that is named like a spreadsheet"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "is a web page"),
        (b"MIME-Version: 1.0\r\n", "is a web page"),
        (b"\xff\xff\xff\xff", "is neither UTF-8 nor UTF-16 nor GB18030 text"),
        (b"\0\1\2\3", "is no text"),
        (
            "户编号,姓名\n".encode(),
            "file, line 1: there is no column id_number, household_class; the row most",
        ),
        (f"{','.join(HEADINGS)}\n".encode(), "has no rows"),
    ],
)
def test_what_is_no_table_is_one_sentence(file: Path, raw: bytes, why: str) -> None:
    file.write_bytes(raw)

    assert why in refused(file)
    assert "\n" not in refused(file)


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path) == "file: cannot be read: Is a directory"
    assert refused(tmp_path / "gone.xlsx") == "file: cannot be read: No such file or directory"


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
CELLS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(rows=CELLS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_whatever_stands_in_a_cell_comes_out_cleaned_or_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], encoding: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "list.csv"
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows(
            [HEADINGS, *([f"H{n}", "王", "", "脱贫户", *row] for n, row in enumerate(rows))]
        )
    if refused(file):
        return  # a sign of control in it: said in one sentence

    table = read_table(file, COLUMNS)

    for line, row in zip(table.lines, rows, strict=True):
        if not line.faults:
            assert (line["phone"], line["address"]) == tuple(map(cleaned, row))
        assert set(line.values) == set(FIELDS)
