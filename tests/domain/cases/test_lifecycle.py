from __future__ import annotations

from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, Act, Rating, State
from desk.domain.cases.lifecycle import OWED, TABLE, act_for, allowed, lifecycle_problems, next_state
from desk.domain.cases.lifecycle_drawing import drawing

DRAWING = Path(__file__).parents[3] / "docs" / "generated" / "lifecycle.mmd"


def test_the_whole_story_runs_from_the_first_word_to_the_struck_off_case() -> None:
    story = [
        (Act.SUBMIT, Capacity.REPORTER),
        (Act.ASSIGN, Capacity.DESK),
        (Act.ACCEPT, Capacity.OWNER),
        (Act.VISIT, Capacity.OWNER),
        (Act.REPLY, Capacity.OWNER),
        (Act.REOPEN, Capacity.REPORTER),
        (Act.ACCEPT, Capacity.OWNER),
        (Act.REPLY, Capacity.OWNER),
        (Act.RATE, Capacity.REPORTER),
    ]

    states: list[State | None] = [None]
    for act, capacity in story:
        states.append(next_state(states[-1], act, capacity))

    assert states == [
        None,
        State.SUBMITTED,
        State.ASSIGNED,
        State.ACCEPTED,
        State.IN_WORK,
        State.RESOLVED,
        State.REOPENED,
        State.ACCEPTED,
        State.RESOLVED,
        State.CLOSED,
    ]


def test_a_visit_accepts_what_nobody_had_accepted() -> None:
    assert next_state(State.ASSIGNED, Act.VISIT, Capacity.OWNER) is State.IN_WORK


def test_the_owner_cannot_answer_the_call_back_or_close_the_case() -> None:
    acts = {act for state in State for act in allowed(state, Capacity.OWNER)}

    assert acts.isdisjoint({Act.RATE, Act.CLOSE, Act.REOPEN, Act.WITHDRAW})


def test_a_reply_needs_that_somebody_took_the_case_up() -> None:
    assert next_state(State.ASSIGNED, Act.REPLY, Capacity.OWNER) is None
    assert next_state(State.SUBMITTED, Act.REPLY, Capacity.OWNER) is None


def test_only_a_superior_rules_a_dispute() -> None:
    ways_out = {
        (act, capacity)
        for capacity in Capacity
        for act in allowed(State.DISPUTED, capacity)
        if next_state(State.DISPUTED, act, capacity) is not State.DISPUTED
    }

    assert ways_out == {
        (Act.RETURN, Capacity.SUPERIOR),
        (Act.TAKE, Capacity.SUPERIOR),
        (Act.TRANSFER, Capacity.SUPERIOR),
        (Act.WITHDRAW, Capacity.REPORTER),
        (Act.CONFIRM_WITHDRAWAL, Capacity.OWNER),
        (Act.CONFIRM_WITHDRAWAL, Capacity.SUPERIOR),
    }


def test_nothing_is_left_in_a_finished_case_but_to_look_and_to_say_what_follows_from_it() -> None:
    left = {state: {act for capacity in Capacity for act in allowed(state, capacity)} for state in FINISHED}

    assert left[State.DECLINED] == {Act.VIEW, Act.ISSUE, Act.REVIEW}
    assert all(left[state] == {Act.VIEW, Act.ISSUE} for state in FINISHED - {State.DECLINED})


def test_a_resident_may_urge_while_something_is_owed_to_them() -> None:
    urged = {state for state in State if Act.URGE in allowed(state, Capacity.REPORTER)}

    assert urged == set(OWED)
    assert State.RESOLVED not in urged


def test_ratings_close_or_reopen() -> None:
    after = {rating: act_for(rating) for rating in Rating}

    assert after == {
        Rating.SATISFIED: Act.RATE,
        Rating.MOSTLY: Act.RATE,
        Rating.PARTLY: Act.REOPEN,
        Rating.DISSATISFIED: Act.REOPEN,
        Rating.UNRATED: Act.CLOSE,
    }


def test_the_table_has_no_fault() -> None:
    assert list(lifecycle_problems()) == []


def test_the_lint_finds_what_is_missing() -> None:
    no_visit = {step: to for step, to in TABLE.items() if to is not State.IN_WORK}
    stuck = {step: to for step, to in TABLE.items() if step[0] is not State.DISPUTED}
    undead = {**TABLE, (State.CLOSED, Act.REOPEN, Capacity.REPORTER): State.REOPENED}

    assert "state in_work cannot be reached" in list(lifecycle_problems(no_visit))
    assert list(lifecycle_problems(stuck)) == ["state disputed has no act that leads out"]
    assert list(lifecycle_problems(undead)) == ["state closed is finished but leads on to reopened"]


def test_the_drawing_is_up_to_date() -> None:
    assert DRAWING.read_text(encoding="utf-8") == drawing()


class LifeOfACase(RuleBasedStateMachine):
    """Anybody tries anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.finished_at: State | None = None

    @rule(act=st.sampled_from(Act), capacity=st.sampled_from(Capacity))
    def try_anything(self, act: Act, capacity: Capacity) -> None:
        after = next_state(self.state, act, capacity)
        assert (after is not None) == (act in allowed(self.state, capacity))
        if after is not None:
            self.state = after

    @precondition(lambda self: self.state not in FINISHED)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        moves = [
            (act, capacity)
            for capacity in Capacity
            for act in allowed(self.state, capacity)
            if next_state(self.state, act, capacity) is not self.state
        ]
        act, capacity = data.draw(st.sampled_from(moves))
        self.state = next_state(self.state, act, capacity)

    @invariant()
    def finished_stays_finished(self) -> None:
        if self.finished_at not in (None, State.DECLINED):
            assert self.state is self.finished_at
        self.finished_at = self.state if self.state in FINISHED else None

    @invariant()
    def whoever_waits_is_never_alone(self) -> None:
        """In each state in which something is owed somebody else than the reporter can move the case."""
        if self.state in OWED:
            others = (Capacity.OWNER, Capacity.SUPERIOR, Capacity.DESK)
            assert any(
                next_state(self.state, act, capacity) is not self.state
                for capacity in others
                for act in allowed(self.state, capacity)
            )


LifeOfACase.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLifeOfACase = LifeOfACase.TestCase
