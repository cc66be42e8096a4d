"""Tables as programs and people make them, byte by byte, so that a test says what is peculiar about each."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from bot.tables import BadRows, Columns, Table, read_table

COLUMNS = Columns(
    "households",
    required=("number", "name", "id_number", "household_class"),
    yes_or_no=frozenset({"lives_away"}),
    numbers=frozenset({"number"}),
)
HEADINGS = ("户编号", "姓名", "身份证号", "户类型", "联系电话", "家庭住址")
FIELDS = ("number", "name", "id_number", "household_class", "phone", "address")
WANG = ("H1", "王秀兰", "370283196103080019", "脱贫户", "13800001001", "村东头")
LI = ("H2", "李建国", "370283197101010046", "脱贫户", "13800001002", "")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def letters(column: int) -> str:
    """The name of a column, from nought."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def cell(row: int, column: int, content: object) -> str:
    """A cell; rows count from one. `|attributes|inside` is a cell as it stands."""
    place = f'r="{letters(column)}{row}"'
    if content in ("", None):
        return ""
    if isinstance(content, str) and content.startswith("|"):
        attributes, _, inside = content[1:].partition("|")
        return f"<c {place} {attributes}>{inside}</c>"
    if isinstance(content, bool):
        return f'<c {place} t="b"><v>{int(content)}</v></c>'
    if isinstance(content, int | float):
        return f"<c {place}><v>{content}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(str(content))}</t></is></c>'


def sheet_xml(rows: Iterable[Sequence[object]], after: str = "", first: int = 1) -> str:
    """The XML of a sheet whose rows begin with number `first`."""
    body = "".join(
        f'<row r="{number}">' + "".join(cell(number, at, one) for at, one in enumerate(row)) + "</row>"
        for number, row in enumerate(rows, start=first)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def merged(*ranges: str) -> str:
    """Merged cells, to stand behind the rows."""
    inside = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f"<mergeCells>{inside}</mergeCells>"


def xlsx(
    path: Path, *sheets: str, states: Sequence[str] = (), names: Sequence[str] = (), **parts: str
) -> Path:
    """A spreadsheet of these sheets; `parts` are more files of it, with __ for a slash."""
    called = names or [f"Sheet{number}" for number in range(1, 1 + len(sheets))]
    shown = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="r{at}"/>'
        for at, (name, state) in enumerate(zip(called, shown, strict=True), start=1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, 1 + len(sheets))
    )
    if "xl__sharedStrings" in parts:
        related += f'<Relationship Id="s" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _start("xl/workbook.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
        )
        for at, sheet in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", sheet)
        for name, content in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", content)
    return path


def _start(book: str) -> str:
    inside = f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="{book}"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'


def ods(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """A LibreOffice file; what begins with `<` is a cell as it stands."""
    body = "".join("<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0"'
        f' xmlns:text="{_ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="名单">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _ods_cell(content: str) -> str:
    if content.startswith("<"):
        return content
    if not content:
        return "<table:table-cell/>"
    inside = f"<text:p>{escape(content)}</text:p>"
    return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'


def xlsb(path: Path, rows: Sequence[Sequence[str]], *more: tuple[int, int, int, bytes]) -> Path:
    """A binary spreadsheet; `more` are further cells: row, kind of record, column, content."""
    cells: dict[int, list[tuple[int, int, bytes]]] = {
        row: [(6, at, _wide(one)) for at, one in enumerate(line) if one] for row, line in enumerate(rows)
    }
    for row, kind, column, content in more:
        cells.setdefault(row, []).append((kind, column, content))
    body = b"".join(
        _record(0, struct.pack("<I", row) + bytes(13))
        + b"".join(_record(kind, struct.pack("<II", at, 0) + content) for kind, at, content in line)
        for row, line in sorted(cells.items())
    )
    dimension = struct.pack("<IIII", 0, max(cells), 0, 20)
    sheet = _record(129) + _record(148, dimension) + _record(145) + body + _record(146) + _record(130)
    listed = _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("名单"))
    book = _record(131) + _record(143) + listed + _record(144) + _record(132)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _start("xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_REL}/worksheet"'
            ' Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def lines(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """The lines of a table with their numbers, by the order of FIELDS."""
    return [(line.number, tuple(line[field] for field in FIELDS)) for line in table.lines]


def refused(path: Path, sheet: str = "") -> str:
    """Why a file is not read, in the one sentence that is said."""
    try:
        read_table(path, COLUMNS, sheet)
    except BadRows as error:
        return "; ".join(str(problem).replace(str(path), "file") for problem in error.problems)
    return ""
