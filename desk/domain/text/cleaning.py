"""Text is cleaned once, at the two doors through which it comes: the cells of a table, and the chat.

Spreadsheets, address books and keyboards add what nobody sees (direction marks, zero-width spaces), write
digits in full width, and mark a number as text by a sign before it. Compared or kept as it came, one number
is two. Stories are never cleaned: what somebody tells stays as they told it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# What NFKC would turn into Latin punctuation, and what reads well as it is.
_CHINESE: Final = re.compile("([，！？：；（）～…￥％＂＇]+)")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
# Drawn as nothing, or as a blank, though their categories say otherwise: fillers and variation selectors.
_FILLERS: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"[^\S\n]+")
# The signs by which a spreadsheet, or somebody who knows them, says «this is text».
_AS_TEXT: Final = re.compile(
    r"""=\s*"(?P<quoted>[^"]*)"|=(?P<bare>\d+)|['`’‘＇](?P<marked>[^'`’‘＇]+)""", re.DOTALL
)
_MARKS: Final = ("=", "'", "`", "’", "‘", "＇")
# Nearly everything that is written: signs behind which nothing is hidden.
_CLEAN: Final = re.compile(r"[ -~\u4e00-\u9fff、。；：，（）]*")
_BETWEEN_HAN: Final = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
_DOT: Final = re.compile(r"(?<=[^\W\d_])\s*[·•.‧∙⋅・᛫●﹒]\s*(?=[^\W\d_])")
_LONGEST_WORD: Final = 200  # characters
NAME_DOT: Final = "·"


def cleaned(text: str) -> str:
    """The text in one form: NFKC but for Chinese punctuation, nothing invisible, no space at the ends.

    A sign that marks a number as text (`'370…`, `="370…"`) goes.
    """
    if "  " in text or not _CLEAN.fullmatch(text):
        text = _visible(text)
    text = text.strip()
    if not text.startswith(_MARKS):
        return text
    marked = _AS_TEXT.fullmatch(text)
    return text if marked is None else str(marked[str(marked.lastgroup)]).strip()


def searched(text: str) -> str:
    """What somebody looks for or names: cleaned, and no longer than any name or number."""
    return cleaned(text[:_LONGEST_WORD])


def cleaned_name(text: str) -> str:
    """A person's name: cleaned, no spaces between Chinese characters, one sort of dot between its parts."""
    name = _BETWEEN_HAN.sub("", " ".join(cleaned(text).split()))
    return name if name.isascii() else _DOT.sub(NAME_DOT, name)


def _visible(text: str) -> str:
    parts = _CHINESE.split(_BREAKS.sub("\n", text))
    # The odd parts are the punctuation.
    plain = "".join(part if at % 2 else unicodedata.normalize("NFKC", part) for at, part in enumerate(parts))
    return _SPACES.sub(" ", "".join(map(_sign, _FILLERS.sub("", plain))))


@lru_cache(maxsize=8192)
def _sign(sign: str) -> str:
    """A single sign as it is kept: digits of any script as ours, nothing for what is not seen."""
    if sign in "\n\t":
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return "" if unicodedata.category(sign) in _INVISIBLE else sign
