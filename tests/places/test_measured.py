"""How often the right village is found, over mentions that nobody looked at one by one."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench.place_noise import mentions
from places.areas import Division, of_county, read_areas
from places.decide import Decision
from places.gazetteer import Gazetteer
from places.recognise import recognise


def measured(gazetteer: Gazetteer, rows: Iterable[dict[str, str]]) -> dict[str, float]:
    """Shares: right at first, right among three, accepted; and of the accepted the right ones."""
    answers = [(row["code"], recognise(gazetteer, row["text"])) for row in rows]
    ranks = [(code, [found.code for found in mention.candidates]) for code, mention in answers]
    accepted = [
        code == mention.candidates[0].code for code, mention in answers if mention.decision is Decision.ACCEPT
    ]
    return {
        "top1": sum(codes[:1] == [code] for code, codes in ranks) / len(ranks),
        "top3": sum(code in codes[:3] for code, codes in ranks) / len(ranks),
        "accept": len(accepted) / len(ranks),
        "right": sum(accepted) / len(accepted),
    }


def test_noisy_mentions_of_the_demo_county_are_understood(pingdu: Gazetteer) -> None:
    # given mentions of every kind of noise in equal parts, harder than people are
    rows = list(mentions(list(pingdu.areas), "370283000000", 3000, seed=11))
    # when
    shares = measured(pingdu, rows)
    # then
    assert shares["top1"] > 0.95
    assert shares["top3"] > 0.97
    assert shares["accept"] > 0.75
    assert shares["right"] >= 0.999


def test_the_development_mentions_beat_the_prototype(shared_divisions: Path) -> None:
    # given 2,000 mentions, each to be read in its own county
    lines = (shared_divisions / "mentions_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    areas = read_areas(shared_divisions / "pingdu.csv") + read_areas(shared_divisions / "baicheng.csv")
    areas = list({area.code: area for area in areas}.values())
    # when
    by_county = {
        county: measured(
            Gazetteer(of_county(areas, county)), own := [row for row in rows if row["county"] == county]
        )
        | {"n": len(own)}
        for county in {row["county"] for row in rows}
    }
    # then over all, and no county is left behind
    total = {
        share: sum(found[share] * found["n"] for found in by_county.values()) / len(rows)
        for share in ("top1", "top3", "accept")
    }
    assert total["top1"] > 0.965
    assert total["top3"] > 0.99
    assert total["accept"] > 0.82
    assert min(found["right"] for found in by_county.values()) >= 0.999


@pytest.mark.parametrize(("file", "county"), [("tengzhou", "370481000000"), ("shanting", "370406000000")])
def test_counties_never_looked_at_are_understood(
    other_areas: dict[str, list[Division]], file: str, county: str
) -> None:
    # given
    gazetteer = Gazetteer(of_county(other_areas[file], county))
    # when
    shares = measured(gazetteer, mentions(other_areas[file], county, 3000, seed=12))
    # then
    assert shares["top1"] > 0.92
    assert shares["top3"] > 0.95
    assert shares["right"] >= 0.999
