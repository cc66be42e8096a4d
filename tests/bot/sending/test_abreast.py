"""Buttons stand side by side only where a phone shows all of their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sending.abreast import abreast, columns

WORDS = st.text(st.sampled_from("帮扶abc🏠 "), max_size=24)


def shown(*labels: str) -> list[list[str]]:
    """What stands abreast."""
    return [[one["text"] for one in row] for row in abreast([{"text": label} for label in labels])]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (("✅ 是", "不是"), [["✅ 是", "不是"]]),
        (("☎️ 打过电话，本人平安", "还没有"), [["☎️ 打过电话，本人平安"], ["还没有"]]),
        (("🏠 看这户", "📄 公示内容", "🖼 看照片"), [["🏠 看这户", "📄 公示内容"], ["🖼 看照片"]]),
        (("今天", "工作台", "报情况"), [["今天", "工作台", "报情况"]]),
        (("1", "2", "3", "4", "5"), [["1", "2", "3", "4", "5"]]),
        ((), []),
    ],
)
def test_what_would_be_cut_stands_on_a_row_of_its_own(labels: tuple[str, ...], rows: list[list[str]]) -> None:
    assert shown(*labels) == rows


@given(st.lists(WORDS, max_size=4))
def test_no_button_is_lost_and_none_changes_its_place(labels: list[str]) -> None:
    rows = shown(*labels)

    assert [label for row in rows for label in row] == labels
    assert all(columns(label) <= 17 for row in rows if len(row) > 1 for label in row)
