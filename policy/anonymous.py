"""Take out of a sentence what could tell who said it."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d[\d\-\s]{5,}[\dXx]|\d{6,}")
_NAMED = re.compile(r"((?:我是|名字是|姓名|叫)[:： ]?)([㐀-鿿]{2,3})(?=[,，。；;、 ]|$)")
_LIVES = re.compile(
    r"(?:[㐀-鿿]{1,8}(?:省|市|县|区|镇|乡|村|组|社区|街道)){2,}(?:\d+[号组])?|[㐀-鿿]{2,4}(?:镇|乡|村)(?:\d+|[一二三四五六七八九十]+)组"
)
HIDDEN = "＊"
LONGEST = 200


def without_identity(question: str) -> str:
    """The sentence without long numbers, given names and addresses; 200 characters at most."""
    hidden = _NUMBERS.sub(HIDDEN, question)
    hidden = _NAMED.sub(lambda found: found[1] + HIDDEN, hidden)
    return _LIVES.sub(HIDDEN, hidden)[:LONGEST]
