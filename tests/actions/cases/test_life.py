"""Random people do random things to cases, through the real actions and a real database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from desk.actions.callbacks.follow_up import close_unrated, rate_case, round_of
from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds, who_is_above
from desk.actions.handing_over.dispute import NOBODY_ABOVE, dispute_case, return_case
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.handling.accept import accept_case, take_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.visited import record_case_visit
from desk.actions.people.unreachable import mark_reachable, mark_unreachable
from desk.actions.reports.additions import add_to_case, urge_case
from desk.actions.reports.withdraw import withdraw_case
from desk.domain.cases.case import FINISHED, Case, DueStage, Rating, State
from desk.domain.cases.lifecycle import must_look
from desk.domain.county.areas import Level
from desk.domain.people.people import Person
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from storage.engine.database import Row
from storage.ledger.ledger import LedgerRows
from tests.actions.casework import report, spoken
from tests.actions.living import Living
from tests.deskside import SEAL
from tests.village import (
    CAST,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OFFICIALS,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)

Press = Callable[[Work, Person, Case], Awaitable[Case | Refusal]]
PRESSED: dict[str, Callable[[Work, Person, int, int], Awaitable[Case | Refusal]]] = {
    "accept": accept_case,
    "take": take_case,
    "return": return_case,
}
SAID: dict[str, Press] = {
    "visit": lambda work, person, case: record_case_visit(work, person, case.id, "home", [spoken("看过了")]),
    "reply": lambda work, person, case: reply_to_resident(work, person, case.id, spoken("办好了")),
    "dispute": lambda work, person, case: dispute_case(work, person, case.id, spoken("不归我")),
    "pass_up": lambda work, person, case: pass_up_case(work, person, case.id, spoken("办不了")),
    "add": lambda work, person, case: add_to_case(work, person, case.id, [spoken("还有")]),
    "urge": lambda work, person, case: urge_case(work, person, case.id),
    "withdraw": lambda work, person, case: withdraw_case(work, person, case.id),
}
ACTORS = (RESIDENT, MONITOR, TOWN_DESK, *CAST)  # those to whom something happens come up more often


class Life(Living):
    """A county in which anybody tries anything, at any time."""

    @initialize(danger=st.booleans(), place=st.sampled_from([VILLAGE, NEIGHBOUR_VILLAGE]))
    def settle(self, danger: bool, place: str) -> None:
        """Everybody has joined, and two reports lie there."""
        self._open()
        self._do(self.desk.settle(*OFFICIALS))
        reports = (report(self.desk), report(self.desk, danger=danger, place=place))
        self._ids = [self._do(one).id for one in reports]

    @rule(
        data=st.data(), who=st.sampled_from(ACTORS), act=st.sampled_from(sorted(PRESSED)), old=st.booleans()
    )
    def press(self, data: st.DataObject, who: Character, act: str, old: bool) -> None:
        """Of two presses of one button the first wins; an old button never does."""
        case = self._any(data)
        version = case.version - int(old)
        result = self._act(who, lambda work, person: PRESSED[act](work, person, case.id, version))
        if old:
            assert isinstance(result, Refusal)
        again = self._act(who, lambda work, person: PRESSED[act](work, person, case.id, version))
        assert isinstance(again, Refusal)

    @rule(
        data=st.data(),
        who=st.sampled_from(ACTORS),
        act=st.sampled_from([*sorted(SAID.keys() - {"withdraw"})] * 2 + ["withdraw"]),
    )
    def say(self, data: st.DataObject, who: Character, act: str) -> None:
        case = self._any(data)
        self._act(who, lambda work, person: SAID[act](work, person, case))

    @rule(data=st.data(), who=st.sampled_from(ACTORS), rating=st.sampled_from(list(Rating)))
    def rate(self, data: st.DataObject, who: Character, rating: Rating) -> None:
        """Only who reported it says whether it helped."""
        case = self._any(data)
        result = self._act(who, lambda work, person: rate_case(work, person, case.id, round_of(case), rating))
        if who is not RESIDENT:
            assert isinstance(result, Refusal)
        if not isinstance(result, Refusal):
            assert case.state is State.RESOLVED
            assert result.state is (State.CLOSED if rating in _HELPED else State.REOPENED)

    @rule(data=st.data())
    def the_right_person_acts(self, data: st.DataObject) -> None:
        """What is expected does happen, and often; without this few cases would come far."""
        for _ in range(data.draw(st.integers(1, 3))):
            self._go_on(data)

    def _go_on(self, data: st.DataObject) -> None:
        case = self._any(data)
        if case.state in FINISHED:
            return
        if case.state is State.RESOLVED:
            rating = data.draw(st.sampled_from(_ASKED))
            result = self._act(RESIDENT, lambda w, one: rate_case(w, one, case.id, round_of(case), rating))
        elif case.state is State.DISPUTED:
            press = PRESSED[data.draw(st.sampled_from(["take", "return"]))]
            result = self._act(self._above(case), lambda w, one: press(w, one, case.id, case.version))
        else:
            act = data.draw(st.sampled_from(_EXPECTED[case.state]))
            act = "visit" if act == "reply" and must_look(case) else act  # danger is looked at first
            said = SAID.get(act) or (lambda w, one, seen: accept_case(w, one, seen.id, seen.version))
            result = self._act(self._owner(case), lambda w, one: said(w, one, case))
        self._progressed(case, result)

    def _progressed(self, case: Case, result: Case | Refusal) -> None:
        """A right act is only refused when it was done before, or nobody stands above."""
        if isinstance(result, Refusal):
            assert case.disputes or case.level is not Level.VILLAGE or result == NOBODY_ABOVE, result
        else:
            assert result.version > case.version

    def _owner(self, case: Case) -> Character:
        holder = self._act(RESIDENT, lambda work, _: who_holds(work, case))
        return next(one for one in OFFICIALS if one.name == holder.staff.name)

    def _above(self, case: Case) -> Character:
        above = self._act(RESIDENT, lambda work, _: who_is_above(work, case))
        if above is None:  # everybody between has gone: who answers for it rules it too
            return self._owner(case)
        return next(one for one in OFFICIALS if one.name == above.staff.name)

    @rule(who=st.sampled_from((MONITOR, TOWN_DESK)), there=st.booleans())
    def come_and_go(self, who: Character, there: bool) -> None:
        mark = mark_reachable if there else mark_unreachable

        async def act(work: Work, _: Person) -> None:
            await mark(work, who.user_id)

        self._act(who, act)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        """Time passes, and the clock ticks twice."""
        self.desk.wait(hours=hours)
        for _ in range(2):
            self._do(watch_cases(Clockwork(self.desk.work, _SILENT, _nothing, _nothing, _nothing)))

    @rule(data=st.data())
    def give_up_waiting(self, data: st.DataObject) -> None:
        if (case := self._any(data)).state is State.RESOLVED:
            self._act(RESIDENT, lambda work, _: close_unrated(work, case))

    @invariant()
    def every_open_case_has_one_accountable_person_and_a_deadline(self) -> None:
        for case in self._cases():
            if case.state in FINISHED:
                assert (case.due_stage, case.due_at) == (None, None)
                continue
            assert self._act(RESIDENT, lambda work, _, case=case: who_holds(work, case)).staff.id
            assert case.told_staff_id is not None
            assert case.due_at is not None
            assert (case.due_stage is DueStage.FOLLOW_UP) is (case.state is State.RESOLVED)

    @invariant()
    def versions_only_grow_and_closed_cases_say_by_whom(self) -> None:
        for case in self._cases():
            assert case.version >= self._versions.get(case.id, 0)
            self._versions[case.id] = case.version
            if case.state is State.CLOSED:
                assert case.rating is not None
                assert case.closed_level is not None
            assert case.disputes <= 1

    @invariant()
    def every_act_is_one_entry_of_an_unbroken_ledger(self) -> None:
        for case in self._cases():
            entries, broken = self._do(self._ledger(case))
            assert broken is None
            assert len(entries) == case.version
            states = [(entry["from_state"], entry["to_state"]) for entry in entries]
            assert [before for before, _ in states] == [None, *(after for _, after in states[:-1])]
            assert states[-1][1] == case.state
            assert all(entry["person_id"] or entry["capacity"] == "desk" for entry in entries)

    async def _ledger(self, case: Case) -> tuple[Sequence[Row], int | None]:
        async with self.desk.database.transaction() as connection:
            entries = await connection.fetch_all(_ENTRIES, {"case_id": case.id})
            return entries, await LedgerRows(connection, SEAL, self.desk.now).verify(case.id)


_ENTRIES = """
SELECT from_state, to_state, person_id, capacity FROM ledger WHERE case_id = :case_id ORDER BY position
"""
_ASKED = (Rating.SATISFIED, Rating.PARTLY, Rating.DISSATISFIED)
_EXPECTED = {
    State.ASSIGNED: ("accept", "visit", "dispute", "pass_up"),
    State.ACCEPTED: ("visit", "reply", "pass_up"),
    State.IN_WORK: ("reply", "visit", "pass_up"),
    State.REOPENED: ("accept", "visit", "reply", "dispute"),
}
_HELPED = (Rating.SATISFIED, Rating.MOSTLY)


class _Silent:
    async def beat(self, tick: str, outcome: str) -> None:
        """Nobody looks."""


_SILENT = _Silent()


async def _nothing() -> None:
    """No chores here."""


def test_whatever_anybody_tries_the_desk_keeps_its_promises(sqlite_template: Path) -> None:
    Life.template = sqlite_template

    run_state_machine_as_test(Life, settings=settings(max_examples=40, stateful_step_count=30))
