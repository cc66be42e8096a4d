"""What the keeper of the items is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.rules.reading import load_rules
from policy.item import FactSource, Item
from policy.items import read_departments, read_items, read_topics
from policy.lint import LintContext, lint

TODAY = date(2026, 11, 23)
FACTS = LintContext({"low_income"}, {"民政局"}, {"other"}, ())
GOOD = Item(
    id="a",
    title="低保怎么申请",
    topic="low_income",
    department="民政局",
    region="全国",
    body="谁可以：困难家庭。",
    questions=("低保找谁", "低保去哪办", "低保咋弄"),
    troubles=("other",),
    sources=(FactSource("社会救助暂行办法", section="第十一条"),),
    verified_on=date(2026, 11, 1),
)


def _said(*items: Item) -> str:
    return "\n".join(map(str, lint(items, replace(FACTS, passages=None), TODAY)))


def test_a_good_item_is_in_order() -> None:
    assert _said(GOOD) == ""


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = _said(
        replace(
            GOOD,
            topic="moon",
            department="某局",
            troubles=("love",),
            sources=(),
            questions=("低保找谁",),
            body="长" * 701,
            title="一" * 17,
        )
    )

    for word in ("moon", "某局", "love", "no source", "1 standard", "701", "17 characters"):
        assert word in said


def test_two_items_may_not_ask_the_same() -> None:
    said = _said(GOOD, replace(GOOD, id="b", questions=("低保找谁？", "甲甲", "乙乙")))

    assert "a asks '低保找谁' more than once (b)" in said


def test_a_section_that_is_not_in_the_documents_is_found() -> None:
    [finding] = lint([GOOD], FACTS, TODAY)

    assert "社会救助暂行办法 第十一条" in finding.sentence


def test_an_ended_item_is_only_a_warning() -> None:
    [finding] = lint([replace(GOOD, valid_to=date(2025, 12, 31))], replace(FACTS, passages=None), TODAY)

    assert not finding.fatal
    assert "2025-12-31" in finding.sentence


def test_the_shipped_items_are_in_order() -> None:
    topics = {topic.code for topic in read_topics()}
    troubles = set(load_rules("default").troubles)

    findings = lint(read_items(), LintContext(topics, read_departments(), troubles), TODAY)

    assert [str(finding) for finding in findings if finding.fatal] == []
