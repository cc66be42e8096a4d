"""What sort of file this is, by its first bytes: names of files lie."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bot.tables import limits
from bot.tables.grids import Book, UnreadableFile
from bot.tables.separated import Score, separated_book
from bot.tables.spreadsheets import old_book, zipped_book

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS: Final = "open it in Excel or WPS and save it as .xlsx"
_NO_TABLES: Final = {
    b"%PDF": "is a PDF: ask for the spreadsheet that it was printed from",
    b"{\\rtf": "is a text document: copy its table into a spreadsheet",
    b"Rar!": "is an archive: unpack it first",
    b"7z\xbc\xaf": "is an archive: unpack it first",
    b"\x1f\x8b": "is an archive: unpack it first",
    b"\x89PNG": "is a picture: ask for the spreadsheet",
    b"\xff\xd8\xff": "is a picture: ask for the spreadsheet",
    b"PK\x05\x06": "is an empty archive",
}
_MARKUP: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s|html|head|meta|table|\?xml|\?mso|div|style)", re.IGNORECASE
)
_WEB_ARCHIVE: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE)


def book_at(path: Path, score: Score) -> Book:
    """Everything that a file holds. Raises UnreadableFile."""
    head = _head(path)
    if head.startswith(_ZIP):
        return zipped_book(path)
    if head.startswith(_OLD_OFFICE):
        return old_book(path)
    for mark, sentence in _NO_TABLES.items():
        if head.startswith(mark):
            raise UnreadableFile(sentence)
    if _MARKUP.match(head) or _WEB_ARCHIVE.match(head):
        raise UnreadableFile(f"is a web page that is named like a spreadsheet: {_SAVE_AS}")
    return separated_book(path.read_bytes(), score)


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}") from error
    if size > limits.FILE:
        raise UnreadableFile(f"is larger than {limits.FILE // limits.MEGABYTE} MB: send it in parts")
    if not head:
        raise UnreadableFile("is empty")
    return head
