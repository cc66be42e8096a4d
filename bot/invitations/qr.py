"""A link as a picture that telephones read."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

_DOTS: Final = 10  # pixels for each square: sharp on a screen and on paper


def qr_picture(words: str) -> bytes:
    """These words as a QR code, a PNG some hundred pixels wide. It is read with a seventh of it dirty."""
    picture = BytesIO()
    segno.make(words, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=_DOTS)
    return picture.getvalue()
