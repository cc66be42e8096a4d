from __future__ import annotations

import pytest

from bot.rules.reading import load_rules
from desk.domain.danger.sightings import Sighting, sighting_in
from desk.domain.talk.excerpts import newest_of
from desk.domain.talk.heard import DangerLevel, Heard

RULES = load_rules("default")
NOTHING = Heard()


def heard(text: str, at: str, kind: str = "violence", level: DangerLevel = DangerLevel.NOW) -> Heard:
    return Heard(level=level, danger=0.9, dangers={kind: 1.0}, decided_at=text.index(at))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("今年收成不好。昨晚他拿刀砍我，现在还在门口！求求你们。", "昨晚他拿刀砍我，现在还在门口！"),
        ("路坏了\n我 不 想 活 了\n谢谢", "我 不 想 活 了"),
        ("Last year was fine. He stands there with a knife. Please come", "He stands there with a knife."),
    ],
)
def test_the_sentence_with_the_word_is_quoted_as_it_was_written(text: str, sentence: str) -> None:
    found = sighting_in(text, RULES, NOTHING)

    assert found is not None
    assert (found.level, found.sentence) == (DangerLevel.NOW, sentence)


def test_the_sentence_that_decided_is_quoted_as_it_was_written() -> None:
    text = "今年收成不好。他在门口磨了一下午的刀！求求你们。"

    found = sighting_in(text, RULES, heard(text, "磨了"))

    assert found == Sighting(DangerLevel.NOW, "violence", 3, "他在门口磨了一下午的刀！")


def test_of_several_dangers_the_gravest_is_quoted() -> None:
    found = sighting_in("快饿死了。他拿刀砍我。孩子不见了。", RULES, NOTHING)

    assert found == Sighting(DangerLevel.NOW, "violence", 3, "他拿刀砍我。")


def test_hunger_is_less_grave_than_a_knife() -> None:
    hunger = sighting_in("灶冷了四天", RULES, heard("灶冷了四天", "灶", "hunger"))
    knife = sighting_in("He has come with a knife", RULES, NOTHING)

    assert hunger is not None
    assert knife is not None
    assert hunger.gravity < knife.gravity


def test_what_may_be_danger_is_not_sure() -> None:
    found = sighting_in("灶冷了四天", RULES, heard("灶冷了四天", "灶", "hunger", DangerLevel.MAYBE))

    assert found is not None
    assert not found.is_sure
    assert sighting_in("手机快不行了，改天再说", RULES, NOTHING) is None


def test_of_a_sentence_without_end_the_part_around_the_word_is_quoted() -> None:
    text = "地里的事" * 500 + "他拿刀砍我" + "路上的事" * 500

    found = sighting_in(text, RULES, NOTHING)

    assert found is not None
    assert "他拿刀砍我" in found.sentence
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
