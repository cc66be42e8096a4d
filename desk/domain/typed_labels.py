"""Which button somebody means who types its words instead of pressing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_SHORTEST_BEGINNING: Final = 2  # characters; a single one begins too much
_LETTERS_AND_DIGITS: Final = frozenset("LN")


def bare(text: str) -> str:
    """The words alone: without pictures, punctuation, capitals and doubled spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (one if unicodedata.category(one)[0] in _LETTERS_AND_DIGITS else " " for one in folded)
    return " ".join("".join(kept).split())


def meant_by(text: str, labels: Mapping[str, str], *, whole: bool = False) -> str | None:
    """The code of the label that was typed; None when it is none of them, or could be several.

    Counted are the whole label, and, unless `whole` is asked for, a part of it between two marks («有» of
    «有，很急») and its beginning («没有» of «没有危险»).
    """
    typed = bare(text)
    if not typed:
        return None
    for fits in (_is_whole,) if whole else (_is_whole, _is_part, _is_beginning):
        found = [code for code, label in labels.items() if fits(typed, label)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_whole(typed: str, label: str) -> bool:
    return typed == bare(label)


def _is_part(typed: str, label: str) -> bool:
    return typed in {bare(part) for part in re.split(r"[^\w\s]+", label)}


def _is_beginning(typed: str, label: str) -> bool:
    rest = bare(label).removeprefix(typed)
    # A Latin word is not cut in the middle.
    return (
        len(typed) >= _SHORTEST_BEGINNING
        and rest != bare(label)
        and not (typed[-1].isascii() and rest[0] != " ")
    )
