"""Words typed instead of pressing: they mean the button where they can mean only one."""

from __future__ import annotations

import pytest

from desk.domain.reports.typed_labels import meant_by

DANGER = {"no": "没有危险", "yes": "有，很急"}
READ_BACK = {"send": "✅ 发送", "more": "再补充几句", "place": "改地方", "contact": "改电话"}
TROUBLES = {"illness": "看病", "work": "没活干、收入少", "disaster": "受灾、意外"}
ENGLISH = {"no": "Nobody is in danger", "yes": "Yes, it is urgent"}


@pytest.mark.parametrize(
    ("typed", "labels", "meant"),
    [
        ("发送", READ_BACK, "send"),
        ("✅发送。", READ_BACK, "send"),
        (" 改 电话", READ_BACK, None),
        ("没有", DANGER, "no"),
        ("有", DANGER, "yes"),
        ("很急！", DANGER, "yes"),
        ("没", DANGER, None),
        ("收入少", TROUBLES, "work"),
        ("YES", ENGLISH, "yes"),
        ("nobody", ENGLISH, "no"),
        ("no", ENGLISH, None),
        ("改", READ_BACK, None),
        ("改一改", READ_BACK, None),
        ("没有钱买药", DANGER, None),
        ("……", DANGER, None),
    ],
)
def test_a_label_typed_whole_in_part_or_begun_means_its_button(
    typed: str, labels: dict[str, str], meant: str | None
) -> None:
    assert meant_by(typed, labels) == meant


def test_what_could_be_several_buttons_is_none() -> None:
    assert meant_by("上报", {"town": "上报镇里", "county": "上报县里"}) is None


def test_where_words_are_an_answer_too_only_the_whole_label_counts() -> None:
    labels = {"own": "✍️ 自己写", "done": "已经办好"}

    assert meant_by("自己写", labels, whole=True) == "own"
    assert meant_by("已经", labels, whole=True) is None
