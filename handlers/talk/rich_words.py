"""The words of a message with a layout: headings, lists, tables and quotations as plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

# Blocks whose content is no words: pictures, films, sounds, files, maps.
_MEDIA: Final = frozenset({"animation", "audio", "document", "photo", "video", "voice_note", "location"})
# In the order in which a reader meets them.
_PARTS: Final = ("summary", "text", "label", "expression", "blocks", "items", "cells", "caption", "credit")
_INLINE: Final = ("text", "alternative_text", "expression")


def rich_words(message: Mapping[str, Any]) -> tuple[str, bool]:
    """The words, a block a line, and whether they are all there was."""
    lines = [line for line in _lines(message.get("blocks") or []) if line.strip()]
    return "\n".join(lines), not _holds_media(message)


def _lines(block: Any) -> Iterator[str]:
    if isinstance(block, list):
        for one in block:
            yield from _lines(one)
    elif isinstance(block, Mapping):
        for name in _PARTS:
            part = block.get(name)
            if part is None:
                continue
            yield from (_lines(part) if name in {"blocks", "items", "cells", "caption"} else [_inline(part)])


def _inline(text: Any) -> str:
    """Text within a line, whatever it is dressed in."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(_inline, text))
    if isinstance(text, Mapping):
        return next((_inline(text[name]) for name in _INLINE if name in text), "")
    return ""


def _holds_media(part: Any) -> bool:
    if isinstance(part, list):
        return any(map(_holds_media, part))
    if not isinstance(part, Mapping):
        return False
    return not _MEDIA.isdisjoint(part) or any(map(_holds_media, part.values()))
