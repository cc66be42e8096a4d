"""Answers become a typed value where a form ends, whatever an older form has kept among them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cases.case import Kind, Rating
from desk.domain.reports.report import Report, read_report
from desk.domain.talk.pieces import Piece
from desk.domain.talk.reading import Unanswered, read

ROOT = Path(__file__).parents[3]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = (*(field.name for field in fields(Report)), "alarmed", "official", "about", "identity", "is")


def all_told() -> list[type]:
    """Everything that forms of the desk tell at their end."""
    modules = [
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for path in sorted((ROOT / "desk" / "domain").glob("*/*.py"))
        if "Told:" in path.read_text(encoding="utf-8") or "Sought:" in path.read_text(encoding="utf-8")
    ]
    return [
        value
        for module in modules
        for name, value in vars(module).items()
        if name.endswith(("Told", "Sought", "CaseWords", "CaseStory")) and value.__module__ == module.__name__
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """A field of every kind that can be read."""

    rating: Rating
    days: int
    case_id: int = 0
    words: str = ""
    on: date | None = None
    sure: bool = False
    what: Piece
    story: tuple[Piece, ...]
    size: Annotated[float | None, float] = None


def test_answers_become_a_typed_value() -> None:
    answers: dict[str, Any] = {
        "rating": "mostly",
        "days": "3",
        "case_id": "s12",
        "words": {"kind": "text", "text": "水管裂了"},
        "on": "2026-09-14",
        "sure": "yes",
        "what": {"kind": "photo", "file_id": "p"},
        "story": [{"text": "一"}, "no piece"],
        "size": "2.5",
        "unknown": 1,
    }

    assert read(Everything, answers) == Everything(
        rating=Rating.MOSTLY,
        days=3,
        case_id=12,
        words="水管裂了",
        on=date(2026, 9, 14),
        sure=True,
        what={"kind": "photo", "file_id": "p"},
        story=({"text": "一"},),
        size=2.5,
    )


@pytest.mark.parametrize(
    ("answers", "unanswered"),
    [({"days": 3}, "rating"), ({"rating": "gone", "days": 3}, "rating"), ({"rating": "mostly"}, "days")],
)
def test_an_answer_that_fits_no_more_is_as_if_not_given(answers: dict[str, Any], unanswered: str) -> None:
    assert read(Everything, answers) == Unanswered(unanswered)


def test_what_a_message_without_words_answers_is_no_words() -> None:
    found = read(Everything, {"rating": "mostly", "days": 1, "words": {"kind": "voice"}})

    assert isinstance(found, Everything)
    assert (found.words, found.what, found.story) == ("", {"text": ""}, ())


def test_the_forms_of_the_desk_tell_something_typed() -> None:
    assert len(all_told()) > 30


@given(st.data())
def test_nothing_that_a_form_may_have_kept_breaks_its_end(data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(all_told()))
    names = [field.name for field in fields(told)]
    answers = data.draw(st.dictionaries(st.sampled_from(names), JSON))

    assert isinstance(read(told, answers), told | Unanswered)


@given(st.sampled_from(Kind), st.dictionaries(st.sampled_from(NAMES), JSON))
def test_a_report_is_read_from_whatever_was_answered(kind: Kind, answers: dict[str, Any]) -> None:
    report = read_report(kind, answers)

    assert report.kind is kind
    assert report.trouble
    assert not (report.accused_id is not None and not report.outside)
