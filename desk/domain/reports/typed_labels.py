"""Which button somebody means who types its words instead of pressing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from desk.domain.text.folding import folded

_LONGEST: Final = 200  # characters
_SHORTEST_BEGINNING: Final = 2  # characters; a single one begins too much
_LETTERS_AND_DIGITS: Final = frozenset("LN")


def bare(text: str) -> str:
    """The words alone: without pictures, punctuation, capitals and doubled spaces."""
    if len(text) > _LONGEST:  # a story, and no button's words
        return text
    kept = (one if unicodedata.category(one)[0] in _LETTERS_AND_DIGITS else " " for one in folded(text))
    return " ".join("".join(kept).split())


# The same few hundred labels are compared with everything that anybody types.
_bare_label = lru_cache(maxsize=2048)(bare)


def is_one_of(text: str, labels: Iterable[str]) -> bool:
    """Whether these are the words of one of the labels."""
    typed = bare(text)
    return any(typed == _bare_label(label) for label in labels)


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
    return typed == _bare_label(label)


def _is_part(typed: str, label: str) -> bool:
    return typed in _bare_parts(label)


@lru_cache(maxsize=2048)
def _bare_parts(label: str) -> frozenset[str]:
    return frozenset(bare(part) for part in re.split(r"[^\w\s]+", label))


def _is_beginning(typed: str, label: str) -> bool:
    whole = _bare_label(label)
    rest = whole.removeprefix(typed)
    # A Latin word is not cut in the middle.
    return (
        len(typed) >= _SHORTEST_BEGINNING and rest != whole and not (typed[-1].isascii() and rest[0] != " ")
    )
