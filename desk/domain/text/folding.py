"""Text in the one form in which words are looked for: half width, small letters."""

from __future__ import annotations

import unicodedata
from typing import Final

# A message has 4,096 characters at most; some signs become eighteen each, and nobody waits for those.
_LONGEST: Final = 5000


def folded(text: str) -> str:
    """The text with each character in its usual form."""
    return unicodedata.normalize("NFKC", text)[:_LONGEST].casefold()
