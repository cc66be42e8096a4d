"""Official texts as files: a header of `name: value` lines, a line of `====`, the text.

The county's own documents are kept as they came, byte for byte, and read again at every start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy.cutting import cut
from policy.library import FULL_NAME, NATIONAL, Document, Passage

_LINE = "===="
_UNKNOWN = ("（", "(")


class UnreadableDocument(Exception):
    """A text that is not in the format; the sentence names the file and what is missing."""


def read_documents(folder: Path) -> list[Passage]:
    """The passages of every `.txt` below a folder, in the order of the names. Raises UnreadableDocument."""
    return [passage for path in documents_in(folder) for passage in read_document(path)]


def documents_in(folder: Path) -> Sequence[Path]:
    """The official texts below a folder."""
    return sorted(folder.rglob("*.txt"))


def read_document(path: Path) -> list[Passage]:
    """The passages of one text. Raises UnreadableDocument."""
    try:
        whole = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{path.name}: cannot be read as UTF-8.") from error
    header, mark, text = whole.partition(f"\n{_LINE}")
    if not mark:
        raise UnreadableDocument(f"{path.name}: has no line of {_LINE} between header and text.")
    document = _document(dict(_header(header)), path.name)
    return [Passage(document, piece.section, piece.chapter, piece.text) for piece in cut(text.lstrip("="))]


def keep_documents(source: Path, kept: Path) -> int:
    """Copy the texts below a folder, unchanged; how many. Nothing is copied if one is unreadable."""
    paths = documents_in(source)
    for path in paths:
        read_document(path)
    kept.mkdir(parents=True, exist_ok=True)
    for path in paths:
        (kept / path.name).write_bytes(path.read_bytes())
    return len(paths)


def digest_of(paths: Sequence[Path]) -> str:
    """A digest of files' names and contents."""
    state = hashlib.sha256()
    for path in paths:
        state.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def _header(header: str) -> Iterator[tuple[str, str]]:
    for line in header.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


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
