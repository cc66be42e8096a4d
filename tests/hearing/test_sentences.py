"""The sentences, and the model that was made from them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from hearing.model import ACTS, DANGERS, KINDS, load
from hearing.sentences import DATA, HELD_OUT, Mislabelled, Sentence, digest, read, read_file
from hearing.training.fit import calibrate, fit, left_out
from hearing.training.matrix import matrix_of, sign_tables

SENTENCES = read()


def test_the_model_was_made_from_these_sentences() -> None:
    assert load().made_from == digest(), "hearing/data has changed: run `make hearing`"


def test_there_are_enough_of_each_kind_by_enough_writers() -> None:
    assert len(SENTENCES) >= 6000
    assert len({one.writer for one in SENTENCES}) >= 10
    assert min(Counter(one.act for one in SENTENCES)[act] for act in ACTS) >= 150
    assert min(Counter(kind for one in SENTENCES for kind in one.kinds)[kind] for kind in KINDS) >= 150
    assert min(Counter(one.danger for one in SENTENCES)[danger] for danger in DANGERS) >= 150


def test_nobody_who_is_held_out_is_learnt_from() -> None:
    kept = {one.text for one in read(DATA / HELD_OUT)}

    assert len(kept) >= 1000
    assert {one.writer for one in SENTENCES} & {path.stem for path in (DATA / HELD_OUT).iterdir()} == set()


def test_every_file_has_its_writers_brief_in_the_table() -> None:
    table = (DATA / "README.md").read_text(encoding="utf-8")

    assert [path.stem for path in DATA.rglob("*.jsonl") if path.stem not in table] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"t": "低保", "act": "ask", "d": "none"}', "none of trouble"),
        ('{"t": "低保", "act": "question", "d": "now"}', "danger goes with its kind"),
        ('{"act": "question", "d": "none"}', "'t'"),
        ("[1]", "list indices"),
        ("{", "unexpected"),
    ],
)
def test_a_line_that_is_no_sentence_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "w.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(Mislabelled, match=rf"w\.jsonl:2: .*{why}"):
        list(read_file(path))


def test_sentences_with_danger_alone_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text(
        '{"text": "屋塌了", "danger": true, "kind": "collapse", "flavour": "河南/短"}\n', encoding="utf-8"
    )

    assert list(read_file(path)) == [
        Sentence("屋塌了", "given", level="now", danger="collapse", voice="河南/短")
    ]


def test_training_gives_the_same_weights_and_thresholds_each_time() -> None:
    some = SENTENCES[::60]

    def trained() -> tuple[np.ndarray, tuple[float, ...]]:
        signs = sign_tables()
        matrix = matrix_of(some, signs)
        return fit(some, matrix).weights, calibrate(some, left_out(some, signs)).thresholds

    (first, thresholds), (second, again) = trained(), trained()

    assert np.array_equal(first, second)
    assert thresholds == again
    assert 0 < thresholds[1] <= thresholds[0] <= 1
