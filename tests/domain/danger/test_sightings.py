from __future__ import annotations

import pytest

from bot.rules.reading import load_rules
from desk.domain.danger.sightings import sighting_in
from desk.domain.talk.excerpts import newest_of

RULES = load_rules("default")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("今年收成不好。昨晚他拿刀要杀我，现在还在门口！求求你们。", "昨晚他拿刀要杀我，现在还在门口！"),
        ("路坏了\n我 不 想 活 了\n谢谢", "我 不 想 活 了"),
        ("Last year was fine. He stands there with a knife. Please come", "He stands there with a knife."),
        ("家裡斷糧了", "家裡斷糧了"),
    ],
)
def test_the_sentence_with_the_word_is_quoted_as_it_was_written(text: str, sentence: str) -> None:
    found = sighting_in(text, RULES)

    assert found is not None
    assert found.sentence == sentence


def test_of_several_dangers_the_gravest_is_quoted() -> None:
    found = sighting_in("三天没饭吃了。他拿刀要杀我。孩子没人管。", RULES)

    assert found is not None
    assert (found.word, found.gravity, found.sentence) == ("拿刀", 3, "他拿刀要杀我。")


def test_hunger_is_less_grave_than_a_knife() -> None:
    hunger, knife = (sighting_in(text, RULES) for text in ("家里断粮了", "He has come with a knife"))

    assert hunger is not None
    assert knife is not None
    assert hunger.gravity < knife.gravity


def test_what_only_looks_dangerous_is_not_quoted() -> None:
    found = sighting_in("去年着火的事过去了。今天又着火了。", RULES)

    assert found is not None
    assert found.sentence == "今天又着火了。"
    assert sighting_in("手机快不行了，改天再说", RULES) is None


def test_of_a_sentence_without_end_the_part_around_the_word_is_quoted() -> None:
    found = sighting_in("地里的事" * 500 + "他拿刀要杀我" + "路上的事" * 500, RULES)

    assert found is not None
    assert "他拿刀要杀我" in found.sentence
    assert len(found.sentence) <= 210
    assert (found.sentence[0], found.sentence[-1]) == ("…", "…")


@pytest.mark.parametrize(
    ("pieces", "room", "text", "left"),
    [
        ([], 10, "", 0),
        (["一", "二", "三"], 10, "一\n二\n三", 0),
        (["一" * 8, "二" * 4, "三" * 4], 10, "二" * 4 + "\n" + "三" * 4, 1),
        (["一", "二" * 20], 10, "二" * 10 + "……", 2),
    ],
)
def test_the_newest_pieces_are_shown_and_what_is_left_out_is_counted(
    pieces: list[str], room: int, text: str, left: int
) -> None:
    shown = newest_of(pieces, room)

    assert (shown.text, shown.left) == (text, left)
