"""Numbers in what a button carries: a wish, so that everything that no row can have is refused."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 13  # signs of the largest number that a row can have
_LARGEST: Final = 2**63 - 1  # … which is this one
_DIGITS: Final = 18  # more than any row's number has
_MOST_PAGES: Final = 1_000_000
_STAMP: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,12}")  # bot and update


def number_in(text: str) -> int:
    """A number out of a button. Raises ValueError for what no row can have."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError(text)
    return int(text)


def page_in(text: str) -> int:
    """The number of a page out of a button. Raises ValueError for more than any list has."""
    number = number_in(text)
    if number > _MOST_PAGES:
        raise ValueError(text)
    return number


def read_stamp(first: str) -> str:
    """The update whose message is edited, or none. Raises ValueError for what names no update."""
    if first and not _STAMP.fullmatch(first):
        raise ValueError(first)
    return first


def short(number: int) -> str:
    """A number in as few signs as a button may carry."""
    signs = ""
    while number:
        number, rest = divmod(number, len(_SIGNS))
        signs = _SIGNS[rest] + signs
    return signs or _SIGNS[0]


def whole(signs: str) -> int:
    """The number of `short`. Raises ValueError for what no row can have."""
    if len(signs) > _LONGEST or not set(signs) <= set(_SIGNS):
        raise ValueError(signs)
    number = int(signs, len(_SIGNS))
    if number > _LARGEST:
        raise ValueError(signs)
    return number
