"""Invitations as a PDF, one on each page of A4."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from bot.invitations.drawings import DRAWINGS, Box, Line, Shape
from bot.invitations.page import STEPS, Page
from bot.invitations.qr import qr_picture

# Known to every reader of PDF for simplified Chinese; the file need not carry ten megabytes of signs.
_FONT: Final = "STSong-Light"
_WIDTH, _HEIGHT = A4
_MARGIN: Final = 18 * mm
_LINE: Final = _WIDTH - 2 * _MARGIN
_CODE, _DRAWING = 95 * mm, 44 * mm  # the code has its white edge within


def write_pdf(part: Path, title: str, pages: Iterable[Page]) -> None:
    """Write these pages into a file. Raises OSError."""
    registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(str(part), pagesize=A4)
    canvas.setTitle(title)
    for page in pages:
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()


def _draw(canvas: Canvas, page: Page) -> None:
    y = _centred(canvas, page.title, 22, _HEIGHT - 20 * mm)
    y = _centred(canvas, page.name, 34, y - 5 * mm)
    for post in page.posts:
        y = _centred(canvas, post, 15, y)
    y -= _CODE
    picture = ImageReader(BytesIO(qr_picture(page.link)))
    canvas.drawImage(picture, (_WIDTH - _CODE) / 2, y, _CODE, _CODE)
    y = _centred(canvas, page.link, 9, y)
    y = _centred(canvas, page.until, 13, y - 4 * mm)
    y = _centred(canvas, page.ask, 13, y)
    _steps(canvas, page, y - 6 * mm)


def _steps(canvas: Canvas, page: Page, top: float) -> None:
    column = _LINE / len(STEPS)
    for number, (step, words) in enumerate(zip(STEPS, page.steps, strict=True)):
        left = _MARGIN + column * number
        _paint(canvas, DRAWINGS[step], left + (column - _DRAWING) / 2, top - _DRAWING)
        _centred(canvas, words, 13, top - _DRAWING - 2 * mm, (left + 2 * mm, column - 4 * mm))


def _centred(
    canvas: Canvas, words: str, size: float, top: float, place: tuple[float, float] = (_MARGIN, _LINE)
) -> float:
    """Write below `top`, within a left edge and a width, broken where it must be; returns where it ends."""
    style = ParagraphStyle("", fontName=_FONT, fontSize=size, leading=size * 1.4, alignment=1, wordWrap="CJK")
    left, width = place
    paragraph = Paragraph(escape(words), style)
    _, height = paragraph.wrap(width, _HEIGHT)
    paragraph.drawOn(canvas, left, top - height)
    return top - height


def _paint(canvas: Canvas, shapes: Iterable[Shape], left: float, bottom: float) -> None:
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(_DRAWING / 100, _DRAWING / 100)
    canvas.setLineWidth(2)
    for shape in shapes:
        _put(canvas, shape)
    canvas.restoreState()


def _put(canvas: Canvas, shape: Shape) -> None:
    if isinstance(shape, Line):
        canvas.lines([(*a, *b) for a, b in pairwise(shape.points)])
    elif isinstance(shape, Box):
        box = (shape.left, shape.bottom, shape.width, shape.height)
        canvas.roundRect(*box, shape.round, fill=int(shape.full))
    else:
        canvas.circle(shape.x, shape.y, shape.radius, fill=int(shape.full))
