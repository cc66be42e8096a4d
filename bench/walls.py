"""The longest messages that Telegram lets through, each the worst for something that looks at words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from tests.deskside import rules

LONGEST = 4096
_HAN = "".join(map(chr, range(0x4E00, 0x9FA5)))
HARVEST = "今年的苞米收了几亩地，晒在院子里，还没有卖。"


def filled(text: str) -> str:
    """The text over and over, as long as a message may be."""
    return (text * (LONGEST // len(text) + 1))[:LONGEST]


def walls() -> Mapping[str, str]:
    """Texts by what they are made of."""
    return {
        "a story": filled(HARVEST),
        "questions": filled("低保怎么申请？残疾补贴有多少，医疗救助找谁？"),
        "English": filled("He is going to the field and the house is not far. "),
        "small words": filled("a "),
        "beginnings of dangerous words": filled("".join(_beginnings(rules().danger.words))),
        "beginnings of exceptions": filled("".join(_beginnings(rules().danger.except_in))),
        "beginnings of accusations": filled("".join(_beginnings(rules().complaints.words))),
        "one dangerous sign": filled("打"),
        "politeness": filled("好的谢谢"),
        "blanks": " " * (LONGEST - 1) + "在",
        "digits": filled("138 0013-"),
        "signs that unfold": filled("\ufdfa"),
        "pictures": filled("😀"),
        "villages": filled("旧店镇九里夼村石桥村店子"),
        "any characters": "".join(random.Random(1).choices(_HAN, k=LONGEST)),
    }


def _beginnings(words: tuple[str, ...]) -> Iterator[str]:
    return (word[: max(1, len(word) - 1)].rstrip("…") for word in words)
