"""Splitting long texts."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.sending.split import split, units

words = st.text(alphabet="漏雨😀a&<> \n。", max_size=200).map(html.escape)
marked = st.tuples(st.sampled_from(["b", "i", "blockquote"]), words).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
)
texts = st.lists(st.one_of(words, marked), max_size=8).map("".join)


def visible(text: str) -> str:
    """What people read, without the space between pieces."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@given(texts, st.integers(8, 60))
def test_no_word_is_lost_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)

    assert "".join(visible(piece) for piece in pieces) == visible(text)
    assert all(units(piece) <= limit for piece in pieces)


@given(texts, st.integers(8, 60))
def test_every_piece_closes_the_tags_that_it_opens(text: str, limit: int) -> None:
    for piece in split(text, limit):
        open_tags: list[str] = []
        for closing, name in re.findall(r"<(/?)([a-z]+)[^>]*>", piece):
            if not closing:
                open_tags.append(name)
            else:
                assert open_tags.pop() == name
        assert open_tags == []


def test_a_text_is_cut_between_paragraphs_when_it_can() -> None:
    pieces = split("第一段。房子。\n\n第二段。墙。\n\n第三段。", 20)

    assert pieces == ["第一段。房子。\n\n第二段。墙。", "第三段。"]


def test_an_emoji_counts_as_two_as_telegram_counts() -> None:
    assert units("<b>漏</b>😀&amp;") == 4
