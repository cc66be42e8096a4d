"""A card that leaves out the very fact that is asked for is not shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy.answers import AnswerKind, HandOverReason, answer
from policy.item import Item, Library
from policy.items import read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine
from policy.wishes import asks_one_case, leaves_open

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

    assert (asked.kind, asked.reason, tuple(asked.choices)) == (
        AnswerKind.HAND_OVER,
        HandOverReason.UNSURE,
        (),
    )
    assert asked.department == "残联"
    assert told.kind is not AnswerKind.HAND_OVER


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
    assert (there.kind, there.reason) == (AnswerKind.HAND_OVER, HandOverReason.LOCAL_FIGURE)


CARD = "有什么：按规定有补助，多少由当地定。\n怎么办：向镇上申请。\n到哪里：县民政局。"


@pytest.mark.parametrize(
    "question",
    [
        "民政局座机号码报一下",
        "想找他们怎么办，电话是啥",
        "民政局在县里哪栋楼",
        "管这个的窗口星期六办不办公",
        "补助每个月几号到卡上",
        "是按月给还是按季度给",
        "管补助的那个干部姓啥",
        "县里有哪些养老院",
        "全县多少户在领",
        "申请表要贴几张照片",
    ],
)
def test_who_only_knows_the_office_leaves_numbers_days_and_names_open(question: str) -> None:
    assert leaves_open(CARD, question)


@pytest.mark.parametrize(
    "question",
    [
        "老板电话也不接，工钱找谁要",
        "家里几口人都没活干，能申请吗",
        "低保手续咋走",
        "补助去哪里申请",
        "养了好几年的娃，能领补助吗",
    ],
)
def test_words_that_only_tell_a_story_ask_for_nothing(question: str) -> None:
    assert not leaves_open(CARD, question)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("我交的表批了没得", True),
        ("你给我算算够不够", True),
        ("我家肯定能评上吧", True),
        ("补助到底能不能批", True),
        ("办低保一定要本地户口吗", False),
        ("要低保证吗", False),
        ("镇上给我算错了收入怎么办", False),
    ],
)
def test_a_file_or_a_promise_is_told_from_a_rule(question: str, asked: bool) -> None:
    assert asks_one_case(question) is asked


def test_what_no_card_tells_is_less_sure_than_what_one_tells() -> None:
    library = Library(read_items(), (), read_topics())
    engine = open_engine(Corpus(library, read_lexicon(), read_outside()), None)

    unheld, held = (answer(engine, one, TODAY) for one in ("法律援助中心电话号码", "法律援助去哪申请"))

    assert unheld.confidence < 0.3 < held.confidence
    assert unheld.department == held.department == "司法局"
