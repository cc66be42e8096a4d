"""Forms go through their questions, keep whatever is said, and know an old button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desk.domain.reports.forms import CONSENTED, FREE, KNOWN_PHONE, KNOWN_PLACE
from desk.domain.reports.forms import REPORT as REPORT_ANYWHERE
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Given, Move, Outcome, Pressed, Result, Spoke, advance, begin
from desk.domain.talk.listed import with_lists
from desk.domain.talk.messages import Json

REPORT = with_lists(REPORT_ANYWHERE, {"trouble": ("illness", "housing", "school", "work", "water", "other")})
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NEWCOMER: dict[str, Json] = {CONSENTED: False, KNOWN_PLACE: False, KNOWN_PHONE: False}


def opened(**facts: Json) -> Draft:
    empty = Draft(1001, REPORT.name, "", 0, MONDAY, MONDAY, {**NEWCOMER, **facts}, question=0)
    return begin(REPORT, empty).draft


def said(text: str, message_id: int) -> Spoke:
    return Spoke({"kind": "text", "text": text, "message_id": message_id})


def through(draft: Draft, *inputs: Pressed | Spoke | Given | Move) -> Outcome:
    outcome = Outcome(Result.ASK, draft)
    for item in inputs:
        outcome = advance(REPORT, outcome.draft, item, MONDAY)
    return outcome


def test_a_newcomer_sends_a_report_with_six_answers_after_consent():
    consented = through(opened(), Pressed("agree"))

    outcome = through(
        consented.draft,
        Pressed("housing"),
        Given("370283122205"),
        said("房顶漏雨", 7),
        Move.FINISHED,
        Pressed("no"),
        Move.SKIP,
        Pressed("send"),
    )

    assert outcome.result is Result.DONE
    assert [piece["text"] for piece in outcome.draft.fresh] == ["房顶漏雨"]


def test_who_is_known_is_not_asked_again():
    draft = opened(**{CONSENTED: True, KNOWN_PLACE: True, KNOWN_PHONE: True, "place": "370283122205"})

    outcome = through(draft, Pressed("illness"), said("住院了", 1), Move.FINISHED, Pressed("no"))

    assert outcome.draft.step == "confirm"


def test_a_free_first_message_is_the_story_already():
    draft = opened(**{FREE: True, CONSENTED: True, "story": [{"kind": "voice", "file_id": "v1"}]})

    outcome = through(draft, Pressed("mine"), Pressed("water"), Given("370283122205"))

    assert outcome.draft.step == "danger"


def test_a_button_of_an_earlier_question_changes_nothing():
    draft = through(opened(), Pressed("agree")).draft

    outcome = advance(REPORT, draft, Pressed("housing", draft.question - 1), MONDAY)

    assert outcome.result is Result.STALE
    assert outcome.draft == draft


def test_words_that_are_no_answer_are_kept_with_the_story():
    draft = through(opened(), Pressed("agree")).draft

    outcome = advance(REPORT, draft, said("我娘摔了", 3), MONDAY)

    assert outcome.result is Result.STRAY
    assert outcome.draft.step == draft.step
    assert outcome.draft.fresh[0]["text"] == "我娘摔了"


def test_one_message_is_one_piece_of_the_story():
    draft = through(opened(), said("欠八百", 5), said("还有一句", 6)).draft

    again = advance(REPORT, draft, said("还有一句", 6), MONDAY).draft

    assert [piece["text"] for piece in again.fresh] == ["欠八百", "还有一句"]
    assert (again.pieces, again.characters) == (2, 7)


def test_a_change_asked_for_at_the_end_comes_back_to_the_end():
    draft = opened(**{CONSENTED: True, KNOWN_PLACE: True, KNOWN_PHONE: True})
    at_end = through(draft, Pressed("work"), said("没活干", 1), Move.FINISHED, Pressed("no")).draft

    asked = advance(REPORT, at_end, Pressed("place", at_end.question), MONDAY)
    back = advance(REPORT, asked.draft, Given("370283122206"), MONDAY)

    assert asked.draft.step == "place"
    assert back.draft.step == "confirm"
    assert back.draft.answers["place"] == "370283122206"


def test_declining_consent_leaves_the_form():
    assert through(opened(), Pressed("decline")).result is Result.LEFT


def test_back_goes_to_the_question_before_and_cancel_ends():
    draft = through(opened(), Pressed("agree"), Pressed("school")).draft

    assert through(draft, Move.BACK).draft.step == "trouble"
    assert through(draft, Move.CANCEL).result is Result.CANCELLED


def test_that_is_all_without_a_word_asks_again():
    draft = opened(**{CONSENTED: True, KNOWN_PLACE: True})
    at_story = through(draft, Pressed("other")).draft

    assert through(at_story, Move.FINISHED).result is Result.AGAIN


def test_a_step_of_an_older_version_of_the_form_is_an_error_of_its_own():
    with pytest.raises(LookupError, match="has no step"):
        advance(REPORT, replace(opened(), step="gone"), Move.BACK, MONDAY)


class AnybodyAnswersAnything(RuleBasedStateMachine):
    """Whatever is pressed or said in whatever order: nothing said is lost, and the form can always go on."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = opened()
        self.ended = False
        self.kept: list[int] = []
        self.next_message = 1

    def take(self, outcome: Outcome) -> None:
        if outcome.result in {Result.DONE, Result.LEFT, Result.CANCELLED}:
            self.ended = True
        self.draft = outcome.draft

    @precondition(lambda self: self.ended)
    @rule()
    def begins_again(self) -> None:
        self.draft, self.ended, self.kept = opened(), False, []

    @precondition(lambda self: not self.ended)
    @rule(data=st.data(), old=st.integers(0, 3))
    def presses(self, data: st.DataObject, old: int) -> None:
        options = REPORT.step(self.draft.step).options or ("nothing",)
        choice = data.draw(st.sampled_from(options))
        before = self.draft
        outcome = advance(REPORT, before, Pressed(choice, before.question - old), MONDAY)
        assert (outcome.result is Result.STALE) or old == 0
        self.take(outcome)

    @precondition(lambda self: not self.ended)
    @rule()
    def says(self) -> None:
        if REPORT.step(self.draft.step).name == "subject":
            return
        self.take(advance(REPORT, self.draft, said("话", self.next_message), MONDAY))
        self.kept.append(self.next_message)
        self.next_message += 1

    @precondition(lambda self: not self.ended)
    @rule(move=st.sampled_from([Move.BACK, Move.FINISHED, Move.SKIP]))
    def moves(self, move: Move) -> None:
        self.take(advance(REPORT, self.draft, move, MONDAY))

    @precondition(lambda self: not self.ended)
    @rule()
    def names_a_village(self) -> None:
        if REPORT.step(self.draft.step).name in {"place", "contact", "subject"}:
            self.take(advance(REPORT, self.draft, Given("370283122205"), MONDAY))

    @invariant()
    def everything_said_is_in_the_story(self) -> None:
        assert [piece["message_id"] for piece in self.draft.fresh] == self.kept

    @invariant()
    def an_open_form_has_an_open_question(self) -> None:
        assert self.ended or REPORT.step(self.draft.step)


TestAnybodyAnswersAnything = AnybodyAnswersAnything.TestCase
