"""What is answered, what is offered, what goes to an official."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policy.answers import AnswerDecision, AnswerKind, HandOverReason, answer
from policy.item import Document, Item, Library, Passage, Validity, applies_in
from policy.items import read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return _engine(read_items())


def _engine(items: list[Item], passages: tuple[Passage, ...] = (), folder: Path | None = None) -> Engine:
    return open_engine(
        Corpus(Library(items, passages, read_topics()), read_lexicon(), read_outside()), folder
    )


def _ask(engine: Engine, question: str, region: str = "") -> AnswerDecision:
    return answer(engine, question, TODAY, region)


def test_a_standard_question_finds_its_item(engine: Engine) -> None:
    missed = [
        item.id
        for item in engine.library.items
        if engine.find(item.questions[0]).items[0].found != item
        and item.questions[0]
        not in {one for other in engine.library.items if other != item for one in other.questions}
    ]

    assert len(missed) <= len(engine.library.items) * 0.03, missed


def test_an_answer_is_the_card_of_the_library_word_for_word(engine: Engine) -> None:
    decision = _ask(engine, "我家想吃低保找哪个")

    [choice] = decision.choices[:1]
    item = engine.library.item(choice.id)
    assert item is not None
    assert choice.text == item.body
    assert choice.sources == item.sources


@pytest.mark.parametrize(
    "question", ["明天会下雨吗", "护照怎么办", "哈哈哈", "火车票怎么改签", "你是谁", "", "？？？"]
)
def test_what_is_not_ours_is_handed_over(engine: Engine, question: str) -> None:
    decision = _ask(engine, question)

    assert decision.kind is AnswerKind.HAND_OVER
    assert not decision.choices


@pytest.mark.parametrize("question", ["我们县低保一个月多少钱", "今年本县低保标准是多少"])
def test_a_figure_of_the_county_is_handed_over(engine: Engine, question: str) -> None:
    decision = _ask(engine, question)

    assert (decision.kind, decision.reason) == (AnswerKind.HAND_OVER, HandOverReason.LOCAL_FIGURE)


def test_the_state_of_one_file_is_handed_over(engine: Engine) -> None:
    assert _ask(engine, "我的低保批下来没有").reason is HandOverReason.ONE_CASE


@pytest.mark.parametrize("question", ["dibao zenme shenqing", "申请地保要找谁"])
def test_a_word_is_known_by_its_sound(engine: Engine, question: str) -> None:
    assert _ask(engine, question).ranked[0].topic == "low_income"


def test_an_expired_item_says_so_and_is_handed_over(engine: Engine) -> None:
    question = "我家想吃低保找哪个"
    best = engine.library.item(_ask(engine, question).ranked[0].id)
    assert best is not None
    old = _engine([replace(best, valid_to=date(2025, 12, 31))])

    decision = _ask(old, question)

    assert (decision.kind, decision.reason) == (AnswerKind.HAND_OVER, HandOverReason.NOT_CURRENT)
    assert decision.choices[0].validity is Validity.EXPIRED


def test_an_item_that_nobody_verified_lately_is_not_current(engine: Engine) -> None:
    item = engine.library.items[0]

    assert replace(item, verified_on=None, valid_to=None).validity(TODAY) is Validity.UNVERIFIED
    assert replace(item, verified_on=date(2025, 1, 1), valid_to=None).validity(TODAY) is Validity.UNVERIFIED
    assert replace(item, valid_from=date(2027, 1, 1)).validity(TODAY) is Validity.NOT_YET


def test_an_item_of_another_region_never_answers(engine: Engine) -> None:
    question = "我家想吃低保找哪个"
    best = engine.library.item(_ask(engine, question).ranked[0].id)
    assert best is not None
    elsewhere = _engine([replace(best, region="安徽霍山")])

    assert not _ask(elsewhere, question, "河南省兰考县").ranked
    assert _ask(elsewhere, question, "安徽省六安市霍山县").ranked[0].id == best.id


def test_a_province_holds_in_its_counties() -> None:
    assert applies_in("安徽", "安徽省六安市霍山县")
    assert applies_in("全国", "")
    assert not applies_in("安徽", "")


def test_documents_answer_without_any_item() -> None:
    law = Document("社会救助暂行办法", "国务院令第649号", "国务院", "2019-03-02", "全国")
    right = Passage(
        law, "第十一条", "", "申请最低生活保障，由共同生活的家庭成员向户籍所在地的乡镇人民政府提出书面申请。"
    )
    other = Passage(law, "第七十条", "", "本办法自公布之日起施行。")
    engine = _engine([], (other, right))

    decision = _ask(engine, "吃低保怎么申请")

    assert decision.ranked[0].id == "社会救助暂行办法 第十一条"
    assert decision.ranked[0].text == right.text
    assert decision.ranked[0].sources[0].number == "国务院令第649号"


def test_an_index_is_kept_until_a_word_changes(tmp_path: Path) -> None:
    items = read_items()[:3]
    first = _engine(items, folder=tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}

    again = _engine(items, folder=tmp_path)
    same = {path.name for path in tmp_path.iterdir()}
    _engine([replace(items[0], body="别的话"), *items[1:]], folder=tmp_path)

    assert same == kept
    assert _ask(again, "低保怎么申请") == _ask(first, "低保怎么申请")
    assert {path.name for path in tmp_path.iterdir()} > kept
