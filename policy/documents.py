"""Official texts as files: a header of `name: value` lines, a line of `====`, the text.

The county's own documents are kept as they came, byte for byte, and read again at every start.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from desk.domain.text.encodings import UnreadableText, decoded
from policy.cutting import cut
from policy.item import FULL_NAME, NATIONAL, Document, Passage

_LINE = "===="
_SUFFIX = ".txt"
_COLON = re.compile("[:：]")
_UNKNOWN = ("（", "(")


class UnreadableDocument(Exception):
    """A text that is not in the format; the sentence names the file and what is missing."""


def read_documents(folder: Path) -> list[Passage]:
    """The passages of every `.txt` below a folder, in the order of the names. Raises UnreadableDocument."""
    return [passage for path in documents_in(folder) for passage in read_document(path)]


def documents_in(folder: Path) -> Sequence[Path]:
    """The official texts below a folder."""
    return [path for path in _files_in(folder) if path.suffix.lower() == _SUFFIX]


def no_documents_in(folder: Path) -> Sequence[Path]:
    """Whatever else lies below it."""
    return [path for path in _files_in(folder) if path.suffix.lower() != _SUFFIX]


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def read_document(path: Path) -> list[Passage]:
    """The passages of one text. Raises UnreadableDocument."""
    try:
        whole = decoded(path.read_bytes())
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: cannot be read: {error.strerror or error}.") from error
    except UnreadableText as error:
        raise UnreadableDocument(f"{path.name}: {error}.") from error
    header, mark, text = whole.partition(f"\n{_LINE}")
    if not mark:
        raise UnreadableDocument(f"{path.name}: has no line of {_LINE} between header and text.")
    document = _document(dict(_header(header)), path.name)
    return [Passage(document, piece.section, piece.chapter, piece.text) for piece in cut(text.lstrip("="))]


def keep_documents(source: Path, kept: Path) -> int:
    """Copy the texts below a folder, unchanged; how many. Nothing is copied if one is unreadable.

    They keep their place in the folder: two files of one name in different places are two texts.
    """
    paths = documents_in(source)
    for path in paths:
        read_document(path)
    kept.mkdir(parents=True, exist_ok=True)
    for path in paths:
        place = kept / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
        _forget_flat_copy(path, source, kept)
    return len(paths)


def _forget_flat_copy(path: Path, source: Path, kept: Path) -> None:
    """Earlier versions kept every text at the top: what came from this file must not stand there twice."""
    flat = kept / path.name
    if path.parent != source and not (source / path.name).exists() and flat.is_file():
        flat.unlink()


def digest_of(paths: Sequence[Path]) -> str:
    """A digest of files' names and contents."""
    state = hashlib.sha256()
    for path in paths:
        state.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def _header(header: str) -> Iterator[tuple[str, str]]:
    for line in header.splitlines():
        parts = _COLON.split(line, maxsplit=1)
        if len(parts) > 1:
            yield parts[0].strip(), parts[1].strip()


def _document(header: dict[str, str], file: str) -> Document:
    title = header.get("标题", "").removeprefix(FULL_NAME)
    if not title:
        raise UnreadableDocument(f"{file}: its header names no title (标题).")
    number, dated = header.get("文号", ""), header.get("日期", "")
    return Document(
        title=title,
        number="" if number.startswith(_UNKNOWN) else number,
        issuer=header.get("发布机关", ""),
        dated="" if dated.startswith(_UNKNOWN) else dated,
        region=header.get("适用地区", "") or NATIONAL,
        remark=header.get("状态备注", ""),
        file=file,
    )
