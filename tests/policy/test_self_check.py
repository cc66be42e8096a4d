"""A few yes-or-no questions, and what may apply."""

from __future__ import annotations

from policy.item import Library
from policy.items import read_items, read_topics
from policy.measuring.self_check import MOST_QUESTIONS, may_apply, read_self_check

LIBRARY = Library(read_items(), (), read_topics())


def test_there_are_at_most_eight_questions_and_each_leads_somewhere() -> None:
    questions = read_self_check()

    assert len(questions) <= MOST_QUESTIONS
    assert all(may_apply(questions, {question.code}, LIBRARY) for question in questions)


def test_every_item_that_a_question_names_exists() -> None:
    named = [key for question in read_self_check() for key in question.items]

    assert [key for key in named if LIBRARY.item(key) is None] == []


def test_who_says_no_to_everything_is_offered_nothing() -> None:
    assert may_apply(read_self_check(), set(), LIBRARY) == []


def test_an_item_is_offered_once_however_many_answers_lead_to_it() -> None:
    questions = read_self_check()

    offered = may_apply(questions, {question.code for question in questions}, LIBRARY)

    assert len(offered) == len({item.id for item in offered})
