"""Whatever somebody types, looking at it costs no more than a message can hold."""

from __future__ import annotations

import pytest

from bot.rules.reading import load_rules
from desk.actions.cases.card_text import CUT, shortened
from desk.domain.county.phones import phone_in
from desk.domain.danger.danger import complaint_in, heard_in
from desk.domain.reports.asking import words_looked_up
from desk.domain.talk.heard import DangerLevel
from desk.domain.text.folding import folded
from hearing.own import listener_of

RULES, LISTENER = load_rules("default"), listener_of(None)
LIGATURE = "\ufdfa"  # one sign that is eighteen letters in its usual form


def test_signs_that_unfold_into_many_letters_do_not_make_a_message_endless():
    assert len(folded(LIGATURE * 4096)) == 5000


def test_danger_at_the_end_of_the_longest_message_is_heard():
    told = "今年的苞米收了几亩地。" * 371

    assert heard_in(f"{told}有人拿刀砍我", RULES.danger) is not None
    assert LISTENER.hear(f"{told}我爸从房上掉下来动不了了，头上都是血").level is not DangerLevel.NONE


def test_danger_in_english_at_the_end_of_the_longest_message_is_heard():
    told = "He is going to the field and the weather is good. " * 80

    assert heard_in(f"{told}The house is on fire", RULES.danger) == "house is on fire"
    assert heard_in(told, RULES.danger) is None
    assert complaint_in(f"{told}I complain about the official of our village", RULES) is not None


@pytest.mark.parametrize("text", ["1" * 4096, LIGATURE * 4096, "1 3 8 " * 600])
def test_a_story_is_no_telephone_number(text: str):
    assert phone_in(text) is None


def test_of_a_long_message_its_beginning_and_its_end_are_looked_up():
    text = "低保怎么申请" + "今年雨水多" * 700 + "残疾补贴有多少"

    looked_up = words_looked_up(text)

    assert len(looked_up) <= 401
    assert looked_up.startswith("低保怎么申请")
    assert looked_up.endswith("残疾补贴有多少")
    assert words_looked_up("低保怎么申请") == "低保怎么申请"


def test_a_cut_is_shown_as_a_cut():
    assert shortened("房顶漏雨", 4) == "房顶漏雨"
    assert shortened("一二三四五六七八九", 6) == f"一二三四{CUT}八九"
