"""Texts without a village, and texts that only look as if they had one, are never accepted."""

from pathlib import Path

import pytest

from places.areas import Division, counties, of_county
from places.decide import Decision
from places.gazetteer import Gazetteer
from places.recognise import recognise

HERE = Path(__file__).parent
TALK = (HERE / "talk.txt").read_text(encoding="utf-8").splitlines()
TRICKY = (HERE / "tricky.txt").read_text(encoding="utf-8").splitlines()


def accepted(gazetteer: Gazetteer, texts: list[str]) -> list[str]:
    return [text for text in texts if recognise(gazetteer, text).decision is Decision.ACCEPT]


def test_there_is_talk_enough() -> None:
    assert len(set(TALK)) >= 150


@pytest.mark.parametrize("county", ["pingdu", "pingdu_with_old_names"])
def test_plain_talk_names_no_place(county: str, request: pytest.FixtureRequest) -> None:
    gazetteer: Gazetteer = request.getfixturevalue(county)
    assert [text for text in TALK if recognise(gazetteer, text).decision is not Decision.NONE] == []


@pytest.mark.parametrize("county", ["pingdu", "pingdu_with_old_names"])
def test_what_only_looks_like_a_village_is_not_accepted(county: str, request: pytest.FixtureRequest) -> None:
    assert accepted(request.getfixturevalue(county), TRICKY) == []


@pytest.mark.parametrize("file", ["baicheng", "tengzhou", "shanting"])
def test_talk_is_accepted_in_no_other_county(other_areas: dict[str, list[Division]], file: str) -> None:
    # given every county of the file
    gazetteers = [
        Gazetteer(of_county(other_areas[file], county.code)) for county in counties(other_areas[file])
    ]
    # when / then
    assert [accepted(gazetteer, TALK + TRICKY) for gazetteer in gazetteers] == [[] for _ in gazetteers]


def test_villages_of_another_county_are_not_accepted(
    pingdu: Gazetteer, other_areas: dict[str, list[Division]]
) -> None:
    # given full names of villages of a county far away
    far = [area.name for area in other_areas["tengzhou"] if area.level == "town"]
    # when they are told to 平度 with their own county and town
    texts = [f"滕州市{town}前进村" for town in far] + [f"滕州{town}九里夼村的" for town in far]
    # then none is taken for one of 平度
    assert accepted(pingdu, texts) == []
