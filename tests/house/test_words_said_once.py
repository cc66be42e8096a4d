"""What the product has one word for is not spelt out a second time."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT, product_files

# What is spelt out · the one file that may · the word for it.
SAID_ONCE = {
    "the day of a moment": (r"zone\)\.date\(\)", "desk/domain/county/rules.py", "rules.day_of, work.today"),
    "a time of day": (r"combine\(.*zone", "desk/domain/county/rules.py", "rules.at"),
}
FLOORS = ("desk", "handlers", "schedules")


@pytest.mark.parametrize("thing", SAID_ONCE)
def test_a_word_of_the_desk_is_spelt_out_in_one_place(thing: str) -> None:
    pattern, home, word = SAID_ONCE[thing]

    found = [
        path.as_posix()
        for path in product_files()
        if path.parts[0] in FLOORS and re.search(pattern, (ROOT / path).read_text(encoding="utf-8"))
    ]

    assert found == [home], f"say {word}"
