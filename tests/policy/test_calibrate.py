"""The threshold is fitted on sentences that the engine had not seen."""

from __future__ import annotations

import tomllib

from policy.item import Library
from policy.items import read_items, read_topics
from policy.measuring.calibrate import CalibrationSample, fit, in_lines, kept, left_out
from policy.outside import Outside, read_outside
from policy.search.confidence import read_calibrations
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Signs


def _samples() -> list[CalibrationSample]:
    ours = [CalibrationSample(Signs(0.5 + n / 100, 0.2, 0.5, 0.5, 0.1, 1.0, False), True) for n in range(30)]
    others = [
        CalibrationSample(Signs(0.3 + n / 100, 0.4, 0.2, 0.3, 0.0, 0.3, n % 3 == 0), False) for n in range(30)
    ]
    return ours + others


def test_what_has_an_answer_comes_out_surer_than_what_has_none() -> None:
    samples = _samples()

    calibration = fit(samples)
    rows = kept(samples, calibration)

    least = min(calibration.sure(one.signs) for one in samples if one.answerable)
    most = max(calibration.sure(one.signs) for one in samples if not one.answerable)
    assert least > 0.5 > most
    assert [row.answered for row in rows] == sorted((row.answered for row in rows), reverse=True)


def test_the_printed_table_can_be_read_as_it_is() -> None:
    found = tomllib.loads("\n".join(in_lines("words", _samples())))

    assert len(found["words"]["weights"]) == len(read_calibrations().words.weights)


def test_every_sentence_is_asked_once_of_an_engine_without_it() -> None:
    some = tuple(item for item in read_items() if item.topic == "water")
    outside = Outside(read_outside().questions[:20])
    corpus = Corpus(Library(some, (), read_topics()), read_lexicon(), outside)

    samples = list(left_out(corpus, None))

    assert sum(one.answerable for one in samples) == sum(len(item.questions) for item in some)
    assert len(samples) == sum(len(item.questions) for item in some) + 20
    assert max(one.signs.sentence for one in samples) < 0.999  # nobody finds themselves
