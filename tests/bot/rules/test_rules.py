from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.rules.model import CountyRules
from bot.rules.reading import BrokenRules, load_rules, presets
from desk.domain.cases.case import Kind
from desk.domain.county.rules import Span


def test_every_preset_is_complete() -> None:
    loaded = {name: load_rules(name) for name in presets()}

    assert set(loaded) == {"anhui_2022", "baicheng", "default", "gansu_2023", "hotline", "national", "xigang"}
    for rules in loaded.values():
        assert set(rules.deadlines) == {kind.value for kind in Kind}
        assert list(rules.troubles)[-1] == "other"


def test_presets_differ_where_the_counties_do() -> None:
    reply = {name: load_rules(name).deadlines["hardship"].reply for name in presets()}
    decision = {name: load_rules(name).deadlines["hardship"].decision for name in presets()}

    assert reply["default"] == Span(working_days=5)
    assert reply["hotline"] == Span(working_days=13)
    assert decision["anhui_2022"] == Span(working_days=20)
    assert decision["national"] == Span(days=15)


def test_a_county_says_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        'extends = "gansu_2023"\nhotline = "0532-1"\n[deadlines.hardship]\nvisit = { hours = 12 }\n'
        "[calendar.2027]\nholidays = [2027-02-09]\nprovisional = false\n"
        '[danger.words]\nlocal = ["掉进沼气池"]\n'
    )

    ours, base = load_rules(str(file)), load_rules("gansu_2023")

    assert ours.preset == "ours"
    assert ours.hotline == "0532-1"
    assert ours.deadlines["hardship"] == replace(base.deadlines["hardship"], visit=Span(hours=12))
    assert 2027 in ours.calendar.years
    assert set(ours.danger.words) == {*base.danger.words, "掉进沼气池"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('extends = "default"\nfollow_up_day = 7\n', 2, "follow_up_day: extra inputs"),
        ('extends = "default"\n\nfollow_up_days = 0\n', 3, "follow_up_days: input should be greater"),
        ('extends = "default"\n[handling]\nreview_day = 7\n', 3, "handling.review_day: extra inputs"),
        ('extends = "default"\n[handling]\nreview_days = 0\n', 3, "review_days: input should be greater"),
        ('extends = "default"\n[visiting]\npause_days = "x"\n', 3, "pause_days: input should be a valid int"),
        ('extends = "default"\n[procedures]\nsweep_day = 31\nsweep_month = 6\n', 2, "procedures: day "),
        ('extends = "default"\n[procedures.stages]\nmeeting = { hours = 2 }\n', 2, "meeting lasts days or"),
        ('extends = "default"\n[[duties]]\nname = "X"\n', 2, "duties.0"),
        ('extends = "default"\n[hours]\nopens = 19:00:00\n', 2, "hours: opens must come before closes"),
        ('extends = "default"\ninvitation_days = 61\n', 2, "invitation_days: input should be less"),
        ('extends = "default"\n\ninvitation_hours = 48\n', 3, "is called invitation_days, and counts days"),
        ('extends = "default"\n[deadlines.hardship]\nreply = { weeks = 2 }\n', 3, "weeks: extra inputs"),
        ('extends = "default"\n[deadlines.hardship]\n# why\nreply = { }\n', 4, "say one of hours"),
        (
            'extends = "default"\n[troubles.money]\ndepartment = "x"\n',
            2,
            "troubles.money.label: field required",
        ),
        (
            'extends = "default"\n[calendar.2026]\nholidays = [2025-01-01]\n',
            2,
            "calendar: 2025-01-01 does not belong to 2026",
        ),
        ('extends = "default"\n[danger.words]\nlocal = ["x", "打着火"]\n', 3, "danger.words.local.0"),
        ('extends = "nowhere"\n', 1, "extends must name one of"),
        ('extends = "default"\nhotline = \n', 2, "invalid value"),
        ('extends = "default"\nzone = "Mars/Olympus"\n', 2, "there is no time zone"),
    ],
)
def test_a_broken_file_is_one_sentence_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text)

    with pytest.raises(BrokenRules) as caught:
        load_rules(str(file))

    sentence = str(caught.value)
    assert sentence.startswith(f"{file}, line {line}: ")
    assert reason.casefold() in sentence.casefold()
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_rule_is_documented() -> None:
    document = (Path(__file__).parents[3] / "docs" / "county.md").read_text(encoding="utf-8")

    assert [key for key in ("extends", *CountyRules.model_fields) if f"| `{key}` |" not in document] == []
    assert [name for name in presets() if f"| `{name}` |" not in document] == []


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(BrokenRules, match="the presets are anhui_2022, baicheng, default"):
        load_rules("defualt")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BrokenRules, match="cannot be read: No such file"):
        load_rules(str(tmp_path / "none.toml"))


def test_a_file_without_a_base_must_say_everything(tmp_path: Path) -> None:
    file = tmp_path / "alone.toml"
    file.write_text('zone = "Asia/Shanghai"\n')

    with pytest.raises(BrokenRules, match="hotline: field required"):
        load_rules(str(file))
