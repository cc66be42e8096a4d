"""Prepared replies: some for every trouble and kind, short, and without blanks left."""

from __future__ import annotations

import pytest

from bot.canned import CannedReplies
from desk.domain.cases.case import Kind
from tests.deskside import rules, texts

FACTS = {
    "place": "旧店镇九里夼村",
    "today": "2026-11-23T01:00:00+00:00",
    "visited_at": "2026-11-22T01:00:00+00:00",
    "hotline": "12317",
}
OWN = (*rules().troubles, Kind.COMPLAINT, Kind.SUGGESTION, Kind.POLICY_QUESTION)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("groups", [*([own] for own in OWN), ["any", "met"]], ids="-".join)
def test_every_group_has_replies_that_can_be_sent(language: str, groups: list[str]) -> None:
    found = CannedReplies(texts())(language, language, groups, FACTS)

    assert len(found) >= 2
    for label, text in found:
        assert len(label) <= 26
        assert 10 < len(text) < 400
        assert "{" not in text


def test_labels_are_for_the_official_and_texts_for_the_resident() -> None:
    [(label, text), *_] = CannedReplies(texts())("en", "zh_CN", ["any"], FACTS)

    assert label == "Done"
    assert text.startswith("您反映的事")
