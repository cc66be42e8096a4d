"""Invitations as a spreadsheet, each printed on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.county.sweep_export import harmless
from bot.invitations.page import STEPS, Page
from bot.invitations.painted import painted
from bot.invitations.qr import qr_picture

_COLUMN: Final = 30  # signs wide: three of them fill the paper
_CODE, _DRAWING = 300, 120  # pixels
_CODE_ROW, _DRAWING_ROW = 232.0, 96.0  # points


def write_sheet(part: Path, title: str, pages: Iterable[Page]) -> None:
    """Write these pages into an .xlsx file. Raises OSError."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a first sheet")
    sheet.title = title
    _set_up(sheet)
    row = 1
    for page in pages:
        row = _block(sheet, page, row)
    with part.open("wb") as file:
        book.save(file)


def _set_up(sheet: Worksheet) -> None:
    """A4 upright, as wide as the paper, each block in its middle."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for column in "ABC":
        sheet.column_dimensions[column].width = _COLUMN


def _block(sheet: Worksheet, page: Page, row: int) -> int:
    """Write one invitation from this row on; returns the first row after it."""
    for words, size in ((page.title, 16), (page.name, 24), *((post, 12) for post in page.posts)):
        row = _line(sheet, row, words, size)
    _picture(sheet, qr_picture(page.link), _CODE, f"B{row}")
    sheet.row_dimensions[row].height = _CODE_ROW
    row += 1
    for words, size in ((page.link, 9), (page.until, 11), (page.ask, 11)):
        row = _line(sheet, row, words, size)
    for column, step in zip("ABC", STEPS, strict=True):
        _picture(sheet, painted(step, _DRAWING), _DRAWING, f"{column}{row}")
    sheet.row_dimensions[row].height = _DRAWING_ROW
    row += 1
    for column, words in zip("ABC", page.steps, strict=True):
        _cell(sheet, f"{column}{row}", words, 11)
    sheet.row_dimensions[row].height = 36.0
    sheet.row_breaks.append(Break(id=row))
    return row + 1


def _line(sheet: Worksheet, row: int, words: str, size: int) -> int:
    sheet.merge_cells(f"A{row}:C{row}")
    _cell(sheet, f"A{row}", words, size)
    sheet.row_dimensions[row].height = size * 2.4
    return row + 1


def _cell(sheet: Worksheet, place: str, words: str, size: int) -> None:
    cell = sheet[place]
    cell.value = harmless(words)
    cell.font = Font(size=size)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _picture(sheet: Worksheet, content: bytes, size: int, place: str) -> None:
    image = Image(BytesIO(content))
    image.width = image.height = size
    sheet.add_image(image, place)
