"""A card that leaves out the very fact that is asked for is not shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy.answers import Kind, Reason, answer
from policy.index import Corpus
from policy.items import read_items, read_topics
from policy.lexicon import read_lexicon
from policy.library import Item, Library
from policy.outside import read_outside
from policy.search import Engine, open_engine
from policy.wishes import leaves_open

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("card", "question"),
    [
        ("到哪里：县残联。", "残疾证几天能拿到"),
        ("有什么：助学贷款。", "助学贷款利息多少"),
        ("谁可以：农村妇女。", "多大年纪能查两癌"),
        ("怎么办：向村里申请。", "要带什么材料"),
    ],
)
def test_a_card_without_the_fact_leaves_it_open(card: str, question: str) -> None:
    assert leaves_open(card, question)


@pytest.mark.parametrize(
    ("card", "question"),
    [
        ("多久：7天内决定。", "法律援助几天能批"),
        ("谁可以：满6岁的孩子。", "几岁上小学"),
        ("到哪里：县残联。", "残疾证多久能办好，去哪办"),
        ("到哪里：县残联。", "我家孩子残疾，能帮帮吗"),
    ],
)
def test_a_card_with_the_fact_or_with_the_way_is_shown(card: str, question: str) -> None:
    assert not leaves_open(card, question)


def test_the_official_answers_what_the_card_does_not_tell() -> None:
    library = Library(read_items(), (), read_topics())
    engine = open_engine(Corpus(library, read_lexicon(), read_outside()), None)

    asked, told = (answer(engine, one, TODAY) for one in ("残疾人证几天能拿到", "残疾证去哪办"))

    assert (asked.kind, asked.reason, tuple(asked.choices)) == (Kind.HAND_OVER, Reason.UNSURE, ())
    assert asked.department == "残联"
    assert told.kind is not Kind.HAND_OVER


def _with_figure() -> Engine:
    national = next(item for item in read_items() if item.id == "low_income_amount")
    ours: Item = replace(
        national,
        id="ours",
        title="霍山县低保标准",
        region="安徽霍山",
        amount_is_local=False,
        questions=("我们县低保多少钱", "霍山县低保一个月多少", "今年低保标准是多少"),
    )
    corpus = Corpus(Library((national, ours), (), read_topics()), read_lexicon(), read_outside())
    return open_engine(corpus, None)


def test_a_county_that_wrote_its_figure_down_answers_with_it_and_others_hand_over() -> None:
    engine = _with_figure()

    here = answer(engine, "我们县低保多少钱", TODAY, "安徽省六安市霍山县")
    there = answer(engine, "我们县低保多少钱", TODAY, "甘肃省岷县")

    assert [choice.id for choice in here.choices][:1] == ["ours"]
    assert (there.kind, there.reason) == (Kind.HAND_OVER, Reason.LOCAL_FIGURE)
