"""What the product has one word for is not spelt out a second time."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.house.source import ROOT, product_files


class Word(NamedTuple):
    """A word of the desk, what it looks like spelt out, and the one file that may do that."""

    word: str
    spelt_out: str
    home: str


WORDS = (
    Word("rules.day_of or work.today", r"zone\)\.date\(\)", "desk/domain/county/rules.py"),
    Word("rules.at or rules.end_of", r"combine\(.*zone", "desk/domain/county/rules.py"),
    Word("official_of", r"\b(staff|official|one) is None or \1\.revoked", "desk/actions/cases/officials.py"),
    Word(
        "message_to", r"(?s)chat_id=([\w.]+)\.user_id\b.{0,900}?language=\1\.", "desk/domain/talk/messages.py"
    ),
    Word("as_reminder", r"REMINDER,\s+not_before=when_allowed", "desk/actions/cases/unhurried.py"),
    Word("about_household", r"(?s)\bEntry\(.{0,250}household_id=", "desk/domain/cases/ledger.py"),
    Word("post.on_duty", r"in (post|self)\.people if \w+\.present\), None", "desk/domain/people/people.py"),
)
FLOORS = ("desk", "handlers", "schedules")


@pytest.mark.parametrize("one", WORDS, ids=lambda one: one.word)
def test_what_has_a_word_is_spelt_out_in_one_place(one: Word) -> None:
    found = [
        path.as_posix()
        for path in product_files()
        if path.parts[0] in FLOORS and re.search(one.spelt_out, (ROOT / path).read_text(encoding="utf-8"))
    ]

    assert found == [one.home], f"say {one.word}"
