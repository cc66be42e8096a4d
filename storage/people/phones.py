"""Phone numbers as people and Telegram write them, made comparable."""

from __future__ import annotations

from desk.domain.text.cleaning import cleaned

_COUNTRY = "86"
_MOBILE_DIGITS = 11


def comparable(phone: str) -> str:
    """Digits only, without China's country code: `+86 138-0013-8000` and `13800138000` are one number."""
    digits = "".join(sign for sign in cleaned(phone) if sign.isdecimal())
    national = digits.removeprefix("00").removeprefix(_COUNTRY)
    return national if len(national) == _MOBILE_DIGITS and national.startswith("1") else digits
