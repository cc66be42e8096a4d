"""The parts of a zipped spreadsheet, read within limits before a program that trusts them opens it."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from bot.tables import limits
from bot.tables.grids import DAMAGED, UnreadableFile
from bot.tables.sheet_xlsb import sheet_ids

_DECLARED: Final = b"<!DOCTYPE"
_PROLOGUE: Final = 64  # bytes
_UNREADABLE: Final = (
    BadZipFile,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    OSError,
)
_START: Final = "_rels/.rels"
_RELATIONS: Final = re.compile(re.escape(_START))
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Parts:
    """The files inside a spreadsheet, each checked as it is read."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()

    def read(self, name: str) -> bytes:
        """One file, whole. Raises UnreadableFile."""
        try:
            data = self._archive.read(name)  # no more than was declared; a lie fails the check sum
        except _UNREADABLE as error:
            raise UnreadableFile(DAMAGED) from error
        if name.endswith((".xml", ".rels")):
            _refuse_declarations(data)
        return data

    def first(self, pattern: re.Pattern[str]) -> str | None:
        """The first name that fits."""
        return next((name for name in self.names if pattern.fullmatch(name)), None)

    def workbook(self) -> str:
        """The part that names the sheets; "" where there is none. Raises UnreadableFile."""
        if self.first(_RELATIONS) is None:
            return ""
        types = {one.get("Type", "").rpartition("/")[2]: one for one in self.xml(_START).iter()}
        main = types.get("officeDocument")
        return "" if main is None else self._as_written((main.get("Target") or "").lstrip("/"))

    def sheets(self, book: str) -> list[str]:
        """The parts of the sheets by their order in the workbook. Raises UnreadableFile."""
        ids = sheet_ids(self.read(book)) if book.casefold().endswith(".bin") else list(self._ids(book))
        if len(ids) > limits.SHEETS:
            raise UnreadableFile(f"has more than {limits.SHEETS} sheets: send it in parts")
        places = self.related(book)
        return [places.get(one, "") for one in ids]

    def _ids(self, book: str) -> Iterator[str]:
        for one in self.xml(book).iter():
            if one.tag.rpartition("}")[2] == "sheet":
                yield one.get(_ID) or one.get(_STRICT_ID) or ""

    def related(self, part: str) -> dict[str, str]:
        """The parts that another one names, by the name that it uses. Raises UnreadableFile."""
        folder, file = posixpath.split(part)
        found: dict[str, str] = {}
        for one in self.xml(f"{folder}/_rels/{file}.rels").iter():
            target = one.get("Target") or ""
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[one.get("Id") or ""] = self._as_written(whole)
        return found

    def xml(self, name: str) -> ET.Element:
        """A small part, parsed; it declares no entities. Raises UnreadableFile."""
        try:
            return ET.fromstring(self.read(name))  # noqa: S314
        except ET.ParseError as error:
            raise UnreadableFile(DAMAGED) from error

    def _as_written(self, name: str) -> str:
        return next((one for one in self.names if one.casefold() == name.casefold()), name)


@contextmanager
def parts_of(path: Path) -> Iterator[Parts]:
    """Open a zipped spreadsheet and look at its size first. Raises UnreadableFile."""
    try:
        archive = ZipFile(path)
    except (*_UNREADABLE, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    with archive:
        files = archive.infolist()
        if any(one.flag_bits & 1 for one in files):
            raise UnreadableFile("is protected with a password: save it without one")
        if len(files) > limits.PARTS or len({one.filename for one in files}) < len(files):
            raise UnreadableFile(DAMAGED)
        if sum(one.file_size for one in files) > limits.UNPACKED:
            size = limits.UNPACKED // limits.MEGABYTE
            raise UnreadableFile(f"unpacks to more than {size} MB: send it in parts")
        yield Parts(archive)


def _refuse_declarations(data: bytes) -> None:
    """No office program writes a part with entities, or in an encoding in which they cannot be looked for."""
    if b"\0" in data[:_PROLOGUE]:
        raise UnreadableFile(DAMAGED)
    if _DECLARED in data:
        raise UnreadableFile("declares a document type, as no spreadsheet program does: it is not opened")
