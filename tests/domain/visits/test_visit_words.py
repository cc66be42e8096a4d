"""A visit told in a sentence, days that have been, and what the buttons of visits carry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from desk.domain.deadlines.days import past_day_in
from desk.domain.visits.list_position import ListPosition, Occasion, read_visit_spot, spot_of_day
from desk.domain.visits.panel_codes import (
    VisitNote,
    carry,
    known_levels,
    levels_code,
    levels_in,
    read_about,
    read_marks,
    said_levels,
)
from desk.domain.visits.spoken_visit import Phrases, Sentence, visit_said
from desk.domain.visits.visit import Finding, FindingLevel, How
from tests.deskside import rules, texts

TOPICS = rules().visit_topics
TUESDAY = date(2026, 11, 24)


def phrases(language: str = "zh_CN") -> Phrases:
    def said(name: str) -> list[str]:
        return texts().label(language, f"visits.spoken.{name}").split("|")

    return Phrases(**{name: said(name) for name in Phrases.__slots__})


def refuses(read: Callable[[str], object], code: str) -> bool:
    """Whether it is no code of ours."""
    try:
        read(code)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("王秀兰家走访了，没变化", "王秀兰", TUESDAY),
        ("王家宝家走访了，没有变化。", "王家宝", TUESDAY),
        ("昨天去了王秀兰家，没啥变化", "王秀兰", date(2026, 11, 23)),
        ("前天给王秀兰打了电话，情况没变", "王秀兰", date(2026, 11, 22)),
        ("11月3日走访了王秀兰，没变化", "王秀兰", date(2026, 11, 3)),
        ("20号走访过王秀兰户 无变化", "王秀兰", date(2026, 11, 20)),
    ],
)
def test_a_sentence_tells_whose_home_it_was_and_when(text: str, name: str, day: date) -> None:
    assert visit_said(text, phrases(), TUESDAY) == Sentence(name, day)


@pytest.mark.parametrize(
    "text",
    [
        "王秀兰家走访了",
        "我家没变化",
        "没变化，走访了",
        "王秀兰家走访了，没变化，可是她儿子说下个月要出去打工，家里就剩老人一个，想问问能不能申请点什么",
        "我家房子漏雨了",
    ],
)
def test_other_sentences_tell_no_visit(text: str) -> None:
    assert visit_said(text, phrases(), TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月3日", date(2026, 11, 3)),
        ("24号", TUESDAY),
        ("25号", date(2026, 10, 25)),
        ("12月30日", date(2025, 12, 30)),
        ("2026-11-25", None),
        ("2月30日", None),
        ("上回", None),
    ],
)
def test_a_day_that_has_been_is_the_last_one_meant(text: str, day: date | None) -> None:
    assert past_day_in(text, TUESDAY) == day


@pytest.mark.parametrize(
    "about",
    [
        VisitNote(7),
        VisitNote(7, How.PHONE, TUESDAY),
        VisitNote(7, None),
        VisitNote(10**17, How.HOME, TUESDAY),
    ],
)
def test_what_a_button_is_about_is_read_back(about: VisitNote) -> None:
    assert read_about(about.code()) == about


@pytest.mark.parametrize(
    "code", ["", "7", "7x", "h7", "7h2026112", "7h20261131", "7h２０２６１１２４", "-7h"]
)
def test_what_no_button_is_about_is_refused(code: str) -> None:
    assert refuses(read_about, code)


def test_levels_are_read_back_and_nothing_else_is() -> None:
    levels = {"income": FindingLevel.GOOD, "mind": FindingLevel.BAD}

    assert levels_code(levels, TOPICS) == "GiBm"
    assert levels_code({}, TOPICS) == "-"
    for one in (levels, {}):
        assert known_levels(read_marks(levels_code(one, TOPICS)), TOPICS) == one
    assert all(refuses(read_marks, code) for code in ("", "ggggg-", "gggg", "ggggx", "G", "iG", "Gi-"))


def test_levels_by_their_place_are_read_as_long_as_cards_live() -> None:
    by_place = {code: known_levels(read_marks(code), TOPICS) for code in ("g--b-", "ggbgg", "-----")}

    assert by_place["g--b-"] == {"income": FindingLevel.GOOD, "mind": FindingLevel.BAD}
    assert by_place["ggbgg"]["health"] is FindingLevel.BAD
    assert by_place["-----"] == {}


def test_a_topic_or_a_level_that_is_known_no_more_is_left_out() -> None:
    known = {"income": FindingLevel.GOOD}

    assert known_levels(read_marks("GizBzXm"), TOPICS) == known
    assert levels_in(said_levels(known)) == known
    assert levels_in([{"topic": "mind", "level": "gone"}, "ggbgg"]) == {}
    assert levels_in("ggbgg") == {}


def test_the_cards_of_a_day_have_names_of_their_own() -> None:
    morning, afternoon = (spot_of_day(one, TUESDAY) for one in (Occasion.MORNING, Occasion.AFTERNOON))

    assert len({morning.key(1), afternoon.key(1), ListPosition("0.20261125").key(1)}) == 3
    assert read_visit_spot(morning.turned(12).code()) == morning.turned(12)
    codes = ("", "1", "1.2", "x.1.2", "1.1.2.3", "10000.1.2", "1.1.٣")
    assert all(refuses(read_visit_spot, code) for code in codes)


def test_the_longest_button_fits() -> None:
    spot = ListPosition("9999999999.9999999999", 9999)

    assert len(f"w:p:{VisitNote(10**9, How.PHONE, TUESDAY).code()}:GihWemBp:{spot.code()}".encode()) <= 64
    assert len(f"w:z:{10**12}:exited:20261124:{spot.code()}".encode()) <= 64


def test_words_stay_while_a_topic_stands_as_it_stood() -> None:
    before = {
        "housing": Finding(FindingLevel.BAD, "漏雨"),
        "mind": Finding(FindingLevel.WATCH, "想儿子"),
    }
    now = {
        "housing": Finding(FindingLevel.BAD),
        "mind": Finding(FindingLevel.GOOD),
        "income": Finding(FindingLevel.GOOD),
    }

    assert carry(now, before) == {**now, "housing": Finding(FindingLevel.BAD, "漏雨")}
    assert carry({"housing": Finding(FindingLevel.BAD, "塌了")}, before) == {
        "housing": Finding(FindingLevel.BAD, "塌了")
    }
