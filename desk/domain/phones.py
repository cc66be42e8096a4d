"""Telephone numbers as people type and share them."""

from __future__ import annotations

import re

from desk.domain.cleaning import cleaned

_NOISE = re.compile(r"[\s\-‐-―−()（）.]")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"0\d{9,11}|\d{7,8}")


def phone_in(text: str) -> str | None:
    """The number in one form (no country code, no spaces), or None when the text is not a number."""
    bare = _NOISE.sub("", cleaned(text))
    bare = bare.removeprefix("+").removeprefix("0086") if bare.startswith(("+86", "0086")) else bare
    if len(bare) == 13 and bare.startswith("86"):
        bare = bare[2:]
    return bare if _MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(bare) else None


def same_number(one: str, other: str) -> bool:
    """Whether two ways of writing mean one number."""
    return (phone_in(one) or one) == (phone_in(other) or other)


def masked(phone: str) -> str:
    """The number with its middle hidden."""
    return phone if len(phone) < 7 else f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
