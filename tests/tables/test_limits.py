"""Files made to fill the memory, or to stand still: refused with a sentence, soon, in little memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.tables import limits
from tests.house.source import ROOT
from tests.tables.making import COLUMNS, HEADINGS, WANG, lines, ods, read_table, refused, sheet_xml, xlsx

PROLOGUE = '<?xml version="1.0"?>'
ENTITY = PROLOGUE + '<!DOCTYPE x [<!ENTITY e "boo">]>'
LAUGHS = PROLOGUE + '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = PROLOGUE + '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LATER = PROLOGUE + "<!-- " + "x" * 30_000 + ' --><!DOCTYPE x [<!ENTITY e "boo">]>'


def with_cell(place: str) -> str:
    row = "".join(sign for sign in place if sign.isdecimal())
    more = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
    return sheet_xml([HEADINGS, WANG]).replace("</sheetData>", more)


def far_down(path: Path) -> Path:
    return xlsx(path, with_cell("A1048576"))


def far_right(path: Path) -> Path:
    return xlsx(path, with_cell("XFD2"))


def far_both(path: Path) -> Path:
    return xlsx(path, with_cell("GR150000"))


def a_million_rows(path: Path) -> Path:
    rows = "<row><c><v>1</v></c></row>" * 10**6
    return xlsx(path, sheet_xml([]).replace("<sheetData>", f"<sheetData>{rows}"))


def a_long_text(path: Path) -> Path:
    xlsx(path, sheet_xml([HEADINGS, WANG]))
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(limits.UNPACKED // limits.MEGABYTE):
            part.write(b"x" * limits.MEGABYTE)
    return path


def one_text_in_every_cell(path: Path) -> Path:
    cells = '<c t="s"><v>0</v></c>' * 50
    sheet = sheet_xml([HEADINGS]).replace("</sheetData>", f"<row>{cells}</row>" * 2000 + "</sheetData>")
    texts = f"<sst><si><t>{'x' * 32000}</t></si></sst>"
    return xlsx(path, sheet, xl__sharedStrings=texts)


def a_repeated_cell(path: Path) -> Path:
    cell = (
        '<table:table-cell table:number-columns-repeated="150" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    rows = [HEADINGS, WANG, (cell,)]
    ods(path, rows)
    with ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    at = content.rindex("<table:table-row>")
    repeated = '<table:table-row table:number-rows-repeated="100000">'
    content = content[:at] + repeated + content[at + len("<table:table-row>") :]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return path


def many_lines_of_text(path: Path) -> Path:
    path.write_text(",".join(HEADINGS) + "\n" + "H,王,,脱贫户,,\n" * (limits.ROWS + 1), encoding="utf-8")
    return path


BOMBS: list[tuple[Callable[[Path], Path], str]] = [
    (far_down, "has a cell in row 1,048,576, beyond 200,000"),
    (far_right, "has a cell in column 16,384, beyond 200"),
    (far_both, "has more than 6,000,000 cells"),
    (a_million_rows, "has a cell in row 200,001, beyond 200,000"),
    (a_long_text, "unpacks to more than 320 MB"),
    (one_text_in_every_cell, "holds more text than can be read"),
    (a_repeated_cell, "has more than 6,000,000 cells"),
    (many_lines_of_text, "has more than 200,000 lines: send it in parts"),
]
MEASURED = """
import resource, sys, time
from pathlib import Path
from tests.tables.making import refused
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
began = time.process_time()
print(refused(Path(sys.argv[1])))
print(time.process_time() - began)
"""


@pytest.mark.parametrize(("make", "why"), BOMBS, ids=[make.__name__ for make, _ in BOMBS])
def test_a_bomb_is_one_sentence_in_bounded_memory_and_time(
    tmp_path: Path, make: Callable[[Path], Path], why: str
) -> None:
    file = make(tmp_path / "bomb")

    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    sentence, seconds = ended.stdout.splitlines()
    assert why in sentence
    assert float(seconds) < 20


@pytest.mark.parametrize("head", [ENTITY, LAUGHS, OUTSIDE, LATER])
def test_a_declared_document_type_is_not_opened(tmp_path: Path, head: str) -> None:
    sheet = head + sheet_xml([HEADINGS, (*WANG[:5], "&e;")]).replace("&amp;e;", "&e;")

    assert refused(xlsx(tmp_path / "list.xlsx", sheet)) == (
        "file: declares a document type, as no spreadsheet program does: it is not opened"
    )


def test_a_part_that_says_it_is_smaller_than_it_is_is_damaged(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "list.xlsx", sheet_xml([HEADINGS, WANG]))
    raw = file.read_bytes()
    with ZipFile(file) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    file.write_bytes(raw.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))

    assert refused(file) == "file: is damaged: open it in Excel or WPS and save it anew"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["word/document.xml"], "is a Word document"),
        (["ppt/presentation.xml"], "is a presentation"),
        (["名单.xlsx"], "is an archive and no spreadsheet: unpack it first"),
        (["xl/worksheets/sheet1.xml"], "is damaged"),
    ],
)
def test_an_archive_that_is_no_spreadsheet_is_called_what_it_is(
    tmp_path: Path, names: list[str], why: str
) -> None:
    with ZipFile(tmp_path / "list.xlsx", "w") as archive:
        for name in names:
            archive.writestr(name, "")

    assert why in refused(tmp_path / "list.xlsx")


def test_a_large_county_is_read(tmp_path: Path) -> None:
    rows = [HEADINGS, *((f"H{number}", *WANG[1:]) for number in range(30_000))]

    read = lines(read_table(xlsx(tmp_path / "list.xlsx", sheet_xml(rows)), COLUMNS))

    assert (len(read), read[-1][0]) == (30_000, 30_001)
