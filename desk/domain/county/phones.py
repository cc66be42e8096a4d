"""Telephone numbers as people type and share them."""

from __future__ import annotations

import re

from desk.domain.text.cleaning import cleaned

_NOISE = re.compile(r"[\s\-‐-―−()（）.]")
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MARKS_BETWEEN = re.compile(r"[/、,，;；|\n]+")
_ANYTHING_BETWEEN = re.compile(r"[/、,，;；|\s]+")
_LONGEST = 60  # characters, however it is spaced out
_MOBILE_DIGITS = 11
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"0\d{9,11}|\d{7,8}")


def phone_in(text: str) -> str | None:
    """The number in one form (no country code, no spaces), or None when the text is not a number."""
    if len(text) > _LONGEST:
        return None
    bare = _NOISE.sub("", cleaned(text))
    bare = bare.removeprefix("+").removeprefix("0086") if bare.startswith(("+86", "0086")) else bare
    if len(bare) == 13 and bare.startswith("86"):
        bare = bare[2:]
    return bare if _MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(bare) else None


def mobile_in(text: str) -> str | None:
    """The mobile number in one form, or None: officials join by sharing theirs, so no landline will do."""
    phone = phone_in(text)
    return phone if phone and len(phone) == _MOBILE_DIGITS and phone.startswith("1") else None


def same_number(one: str, other: str) -> bool:
    """Whether two ways of writing mean one number."""
    return (phone_in(one) or one) == (phone_in(other) or other)


def phones_in(text: str) -> tuple[str, ...]:
    """Every number of a cell that may hold several, with remarks in brackets: `138…/139…`, `138…(儿子)`."""
    alone = phone_in(text)
    if alone is not None:
        return (alone,)
    bare = _REMARK.sub(" ", cleaned(text))
    for between in (_MARKS_BETWEEN, _ANYTHING_BETWEEN):
        found = [phone for part in between.split(bare) if (phone := phone_in(part))]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def masked(phone: str) -> str:
    """The number with its middle hidden."""
    return phone if len(phone) < 7 else f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
