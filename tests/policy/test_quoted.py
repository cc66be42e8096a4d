"""Every word that is shown stands in the library, with its source and its date."""

from __future__ import annotations

from datetime import date

import pytest

from policy.answers import AnswerKind, answer
from policy.item import Document, Library, Passage, Validity
from policy.items import SHIPPED_ITEMS, read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def engine() -> Engine:
    library = Library(read_items(), (), read_topics())
    return open_engine(Corpus(library, read_lexicon(), read_outside()), None)


def card_in_file(item_id: str) -> bytes:
    return (SHIPPED_ITEMS / f"{item_id}.md").read_bytes().split(b"+++\n", 2)[2].strip()


def test_every_item_is_shown_byte_for_byte_with_source_and_date(engine: Engine) -> None:
    shown = set()
    for item in engine.library.items:
        for question in (item.title, item.questions[0]):
            for choice in answer(engine, question, TODAY).choices:
                shown.add(choice.id)
                assert choice.text.encode() == card_in_file(choice.id), choice.id
                assert choice.sources, choice.id
                assert all(source.title and source.section for source in choice.sources), choice.id
                assert date.fromisoformat(choice.dated) <= TODAY, choice.id

    current = {item.id for item in engine.library.items if item.validity(TODAY) is Validity.CURRENT}
    assert current <= shown


def test_no_item_is_answered_with_that_has_ended(engine: Engine) -> None:
    ended = [item for item in engine.library.items if item.validity(TODAY) is Validity.EXPIRED]

    decisions = [answer(engine, question, TODAY) for item in ended for question in item.questions]

    assert ended
    assert not any(
        choice.validity is Validity.EXPIRED
        for decision in decisions
        if decision.kind is not AnswerKind.HAND_OVER
        for choice in decision.choices
    )


def test_an_article_is_found_by_the_cards_that_cite_it_and_quoted_as_it_is() -> None:
    law = Document("残疾人保障法", "主席令", "全国人大常委会", "2018-10-26", "全国")
    said = Passage(law, "第二条", "", "残疾人包括  视力残疾、听力残疾的人。\n残疾标准由国务院规定。")
    others = tuple(Passage(law, f"第{n}条", "", f"各级人民政府应当重视第{n}项工作。") for n in range(20, 40))
    corpus = Corpus(Library(passages=(*others, said)), read_lexicon(), read_outside(), tuple(read_items()))

    decision = answer(open_engine(corpus, None), "我腿截了，想办证，找谁", TODAY)

    assert decision.ranked[0].id == "残疾人保障法 第二条"
    assert decision.ranked[0].text == said.text
    assert not {choice.id for choice in decision.ranked} & {item.id for item in corpus.guides}
