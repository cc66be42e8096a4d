"""The text of a file in whatever encoding the programs of an office save it."""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# UTF-8 is tried first because it refuses what it is not; GB18030 takes in GBK and GB2312.
_WITHOUT_MARK: Final = ("utf-8", "gb18030")
_LOOKED_AT: Final = 4096  # bytes
_BROKEN, _LAST_ASCII, _MORE_THAN_CHANCE = "\ufffd", "\x7f", 4
_BINARY: Final = "\0\1\2\3\4\5\6\x0e\x0f"


class UnreadableText(Exception):
    """The bytes are no text; the reason, without its subject."""


def decoded(raw: bytes) -> str:
    """The text of a file. Raises UnreadableText."""
    _refuse_torn(raw)
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    text = _first(raw, (marked,) if marked else (*_wide(raw), *_WITHOUT_MARK))
    if any(sign in text for sign in _BINARY):
        raise UnreadableText("is no text")
    return text


def _refuse_torn(raw: bytes) -> None:
    """UTF-8 with a byte lost would be taken for GB18030, and every word of it be another one."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count(_BROKEN)
    if not broken or raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    whole = sum(sign > _LAST_ASCII for sign in text) - broken
    if whole > broken * _MORE_THAN_CHANCE:
        line = text[: text.index(_BROKEN)].count("\n") + 1
        raise UnreadableText(f"is UTF-8 text with a broken sign in line {line}")


def _wide(raw: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark: every other byte of commas, digits and line ends is nought."""
    head = raw[:_LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _first(raw: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableText("is neither UTF-8 nor UTF-16 nor GB18030 text")
