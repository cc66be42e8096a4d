"""Citizens' identity numbers: eighteen signs, the last of which checks the others (GB 11643)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from desk.domain.text.cleaning import searched

_FORM: Final = re.compile(r"[1-9]\d{16}[\dX]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"  # by the weighted sum modulo 11


def id_number_in(text: str) -> str | None:
    """The number in one form, or None when it has not this form; the check is not made."""
    bare = "".join(searched(text).split()).upper()
    return bare if _FORM.fullmatch(bare) else None


def is_sound(id_number: str) -> bool:
    """Whether the day of birth is a day and the last sign fits the others."""
    try:
        date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(id_number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == id_number[17]


def masked_id(id_number: str) -> str:
    """The number with everything between the first four and the last two signs hidden."""
    if not id_number:
        return ""
    return f"{id_number[:4]}{'*' * (len(id_number) - 6)}{id_number[-2:]}"
