"""How much text a sheet comes to: an .xlsx keeps each text once, and may name it in every cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.tables import limits
from bot.tables.grids import UnreadableFile
from bot.tables.parts import Parts

_PART: Final = re.compile(r".*sharedStrings\.xml", re.IGNORECASE)
_ITEM: Final = re.compile(rb"</(?:\w+:)?si>")
_NAMED: Final = re.compile(rb"<(?:\w+:)?v>(\d{1,8})</")


def text_lengths(parts: Parts) -> list[int]:
    """How long each text is that the cells may name, in bytes with its markup."""
    name = parts.first(_PART)
    if name is None:
        return []
    ends = [0, *(one.end() for one in _ITEM.finditer(parts.read(name)))]
    return [end - begin for begin, end in pairwise(ends)]


def refuse_too_much_text(lengths: Sequence[int], sheet: bytes) -> None:
    """Raises UnreadableFile when the texts that the cells of a sheet name would fill the memory."""
    if max(lengths, default=0) * sheet.count(b"<c") <= limits.TEXT:
        return
    named = Counter(map(int, _NAMED.findall(sheet)))
    if sum(lengths[one] * times for one, times in named.items() if one < len(lengths)) > limits.TEXT:
        raise UnreadableFile("holds more text than can be read: send it in parts")
