"""What is kept between starts: built anew when a word changes or the file is torn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from policy.answers import AnswerKind, answer
from policy.item import Library
from policy.items import read_items, read_topics
from policy.outside import Outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.query import gist
from policy.search.search import open_engine
from policy.search.semantic import Vectors

TODAY = date(2026, 11, 23)


class Letters:
    """An encoder that counts characters and what it was asked."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def query(self, texts: Sequence[str] | str) -> Vectors:
        several = [texts] if isinstance(texts, str) else list(texts)
        self.encoded += several
        found = np.zeros((len(several), 256), dtype=np.float32)
        for row, text in zip(found, several, strict=True):
            for sign in text or " ":
                row[ord(sign) % 256] += 1
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found[0] if isinstance(texts, str) else found

    passage = query


def _corpus() -> Corpus:
    some = tuple(item for item in read_items() if item.topic in ("low_income", "disability"))
    return Corpus(Library(some, (), read_topics()), read_lexicon(), Outside(("今天天气怎么样",)))


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 torn", b"nonsense"])
def test_a_torn_index_is_built_anew(tmp_path: Path, left: bytes) -> None:
    corpus = _corpus()
    open_engine(corpus, tmp_path)
    [kept] = tmp_path.glob("index-*.npz")
    whole = kept.read_bytes()
    kept.write_bytes(left or whole[: len(whole) // 2])

    decision = answer(open_engine(corpus, tmp_path), "我家想吃低保找哪个", TODAY)

    assert decision.kind is AnswerKind.ANSWER
    assert len(kept.read_bytes()) == len(whole)


def test_a_disk_that_keeps_no_index_costs_nobody_an_answer(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")

    decision = answer(open_engine(_corpus(), tmp_path / "index", Letters()), "我家想吃低保找哪个", TODAY)

    assert decision.kind is AnswerKind.ANSWER


def test_torn_vectors_are_encoded_anew_and_whole_ones_are_not(tmp_path: Path) -> None:
    corpus, first, second, third = _corpus(), Letters(), Letters(), Letters()
    open_engine(corpus, tmp_path, first)
    open_engine(corpus, tmp_path, second)
    kept = tmp_path / "vectors-asked.npz"
    kept.write_bytes(kept.read_bytes()[:100])
    open_engine(corpus, tmp_path, third)

    assert len(first.encoded) > 100
    assert second.encoded == []
    assert 100 < len(third.encoded) < len(first.encoded)  # the cards were whole


def test_a_changed_card_is_found_by_its_new_words(tmp_path: Path) -> None:
    corpus = _corpus()
    open_engine(corpus, tmp_path)
    one, *others = corpus.library.items
    changed = replace(one, questions=(*one.questions, "琉璃瓦厂的事问谁"))
    library = replace(corpus.library, items=(changed, *others), _by_id={})

    found = open_engine(replace(corpus, library=library), tmp_path).find("琉璃瓦厂的事问谁")

    assert found.items[0].found == changed
    assert len(list(tmp_path.glob("index-*.npz"))) == 2


def test_a_question_is_encoded_once_however_often_it_is_asked(tmp_path: Path) -> None:
    encoder = Letters()
    engine = open_engine(_corpus(), tmp_path, encoder)
    encoder.encoded.clear()

    findings = [engine.find("低保怎么申请") for _ in range(3)]

    assert encoder.encoded == ["低保怎么申请"]
    assert all(found.semantic for found in findings)


def test_of_a_long_story_the_clauses_that_name_our_matters_are_encoded() -> None:
    story = "昨天我去镇上赶集 遇到老同学 说起家里的事 他说我这种情况可以问低保 还给了我一包烟 回来天都黑了"

    part = gist(story, read_lexicon(), 26)

    assert "低保" in part
    assert len(part) <= 26
    assert gist("低保怎么申请", read_lexicon(), 26) == "低保怎么申请"
