from __future__ import annotations

import pytest

from bot.rules.reading import load_rules
from desk.domain.talk.courtesy import is_courtesy
from desk.domain.talk.heard import DangerLevel
from hearing.own import listener_of

RULES, LISTENER = load_rules("default"), listener_of(None)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "好的，谢谢！",
        "嗯嗯",
        "收 到。",
        "ＯＫ",
        "OK👌🏽",
        "好的~",
        "谢谢谢谢您🙏🙏",
        "❤️",
        "Thank you!",
        "知道了\n辛苦了",
    ],
)
def test_thanks_and_assent_are_courtesy(text: str) -> None:
    assert is_courtesy(text, RULES.courtesy)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢，房顶又漏了",
        "好的，那我家怎么办",
        "嗯，没钱了",
        "好冷",
        "中风了",
        "不好",
        "没有钱",
        "没有用",
        "没了",
        "OK不",
        "？",
        "。。。",
        "13800001001",
        "😭",
        "你好",
    ],
)
def test_whoever_says_anything_more_is_heard(text: str) -> None:
    assert not is_courtesy(text, RULES.courtesy)


def test_a_flood_of_politeness_is_read_at_once() -> None:
    assert is_courtesy("好的" * 2048, RULES.courtesy)
    assert not is_courtesy("好" * 4095 + "疼", RULES.courtesy)


def test_no_word_of_courtesy_is_a_word_of_danger() -> None:
    assert RULES.courtesy
    assert [word for word in RULES.courtesy if LISTENER.hear(word).level is DangerLevel.NOW] == []
