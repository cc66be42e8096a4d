"""The words that always count as danger, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reading import load_rules
from desk.domain.danger.danger import heard_in

LISTED = load_rules("default").danger


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我 不 想 活 了", "不想活了"),
        ("我不\n想活了", "不想活了"),
        ("不.想,活·了", "不想活了"),
        ("莫得办法，她喝農藥了", "喝农药了"),
        ("Ｈｅ ｓｔａｎｄｓ there WITH a  knife", "with a knife"),
    ],
)
def test_a_word_is_heard_however_it_is_written(text: str, word: str) -> None:
    assert heard_in(text, LISTED) == word


@pytest.mark.parametrize(
    "text", ["去年老房子塌了", "小时候我掉井里了", "母鸡怎么叫不醒", "我不想活动。了不起"]
)
def test_what_only_looks_like_one_is_left_to_the_listener(text: str) -> None:
    assert heard_in(text, LISTED) is None


def test_an_exception_hides_nothing_that_happens_now() -> None:
    assert heard_in("去年没事，今年房子塌了", LISTED) == "房子塌了"


@given(st.sampled_from(LISTED.words), st.sampled_from(["", " ", "\u200b", "\u3000", "·", "*"]))
def test_every_word_is_heard_even_with_ornaments_between_its_characters(word: str, ornament: str) -> None:
    said = ornament.join(word.replace("…", ""))

    assert heard_in(f"你好，{said}", LISTED)


@given(st.text())
def test_no_text_breaks_the_ear(text: str) -> None:
    assert heard_in(text, LISTED) in {None, *LISTED.words, *LISTED.english}
