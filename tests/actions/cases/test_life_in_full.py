"""Everything that may happen to cases, in any order: every act, leave, every clock; and what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from desk.actions.callbacks.follow_up import round_of
from desk.actions.cases.door import Refusal, access_case
from desk.actions.cases.responsible import who_holds, who_is_above
from desk.actions.people.unreachable import mark_reachable, mark_unreachable
from desk.actions.reports.submit import submit_report
from desk.actions.staff.change import By
from desk.actions.staff.leave import Absence, call_off, take_leave
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, Act, Case, DueStage, Kind, State
from desk.domain.cases.lifecycle import TAKEN, allowed, open_for
from desk.domain.people.people import Person
from desk.domain.reports.report import read_report
from desk.ports.work import Work
from schedules.timetable import TIMETABLE
from storage.ledger.ledger import LedgerRows
from tests.actions.casework import report, spoken
from tests.actions.deeds import DEEDS, ENDS, TALK, Wish
from tests.actions.living import Living
from tests.actions.pressure import clockwork_of
from tests.deskside import SEAL, texts
from tests.village import (
    CAST,
    COUNTY_LEADER,
    HOUSING_DESK,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OFFICIALS,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    WATER_DESK,
    Character,
)

MORE = (HOUSING_DESK, WATER_DESK, TOWN_LEADER, COUNTY_LEADER, INSPECTOR)
STAGES: Mapping[State, set[DueStage]] = {
    State.SUBMITTED: {DueStage.ACCEPT},
    State.ASSIGNED: {DueStage.ACCEPT},
    State.DISPUTED: {DueStage.ACCEPT},
    State.ACCEPTED: {DueStage.VISIT, DueStage.REPLY},
    State.IN_WORK: {DueStage.VISIT, DueStage.REPLY},
    State.REOPENED: {DueStage.VISIT, DueStage.REPLY},
    State.AWAITING_MATERIAL: {DueStage.MATERIAL},
    State.RESOLVED: {DueStage.FOLLOW_UP},
}
NO_MOVE = {Act.VIEW, Act.RECEIVE, Act.ISSUE}  # the ledger learns of them, the case stays as it is
# Numbers from a source of their own: drawn one by one they would all be small ones.
RANDOM = st.randoms(use_true_random=True, note_method_calls=False)
_OF_PROCESS = {"media", "names", "menus", "mail"}
_ENTRIES = "SELECT act, to_state FROM ledger WHERE case_id = :case_id ORDER BY position"
_CHATS = "SELECT DISTINCT chat_id FROM outbox WHERE case_id = :case_id"


class LifeInFull(Living):
    """A county with departments, leaders and an inspector; two of the cases stand outside the line."""

    @initialize()
    def settle(self) -> None:
        """Everybody has joined; a case of most kinds lies there."""
        self._open()
        self._do(self.desk.settle(*OFFICIALS))
        self._do(self.desk.appoint(*MORE))
        self._barred: dict[int, tuple[Character, ...]] = {}
        for one in (
            report(self.desk),
            report(self.desk, danger=True),
            report(self.desk, place=NEIGHBOUR_VILLAGE),
        ):
            self._ids.append(self._do(one).id)
        found = {"place": VILLAGE, "trouble": "water", "story": [spoken("水管冻裂")]}
        self._submit(Kind.PATROL, found, MONITOR)
        self._complain(MONITOR, "named", (MONITOR,))
        self._complain(TOWN_DESK, "nameless", (TOWN_DESK, MONITOR))

    def _complain(self, accused: Character, identity: str, barred: tuple[Character, ...]) -> None:
        staff = self._do(self.desk.official(accused))
        told = {"place": VILLAGE, "about": "village", "official": f"s{staff.id}", "identity": identity}
        self._barred[self._submit(Kind.COMPLAINT, {**told, "story": [spoken("他打人")]}).id] = barred

    def _submit(self, kind: Kind, answers: dict[str, Any], who: Character = RESIDENT) -> Case:
        self._do(self.desk.resident(who))
        case: Case = self._act(who, lambda work, one: submit_report(work, one, read_report(kind, answers)))
        self._ids.append(case.id)
        return case

    @rule(random=RANDOM)
    def a_busy_hour(self, random: Random) -> None:
        """Mostly what the state leaves room for, by whom it is for: else few cases would come far."""
        for _ in range(30):
            case = self._some(random)
            rare = {*(ENDS if random.random() < 0.8 else ()), *(TALK if random.random() < 0.6 else ())}
            ways = [way for way in self._ways(case) if way[1] not in rare]
            if not ways or random.random() < 0.2:
                self._try(random, case, random.choice((*CAST, *MORE)), random.choice([*DEEDS]))
            else:
                capacity, deed = random.choice(ways)
                self._try(random, case, self._as(capacity, case, random), deed)

    def _some(self, random: Random) -> Case:
        number = random.choice(self._ids)
        return next(case for case in self._cases() if case.id == number)

    def _ways(self, case: Case) -> Iterator[tuple[Capacity, str]]:
        for capacity in Capacity:
            for act in allowed(case.state, capacity):
                if act in DEEDS and open_for(case, act):
                    by_phone = capacity is Capacity.INSPECTOR
                    yield capacity, ("call" if by_phone else act.value)

    def _as(self, capacity: Capacity, case: Case, random: Random) -> Character:
        match capacity:
            case Capacity.OWNER:
                return self._owner(case)
            case Capacity.SUPERIOR:
                return self._above(case)
            case Capacity.REPORTER:
                return MONITOR if case.kind is Kind.PATROL else RESIDENT
        return random.choice(MORE)

    def _try(self, random: Random, case: Case, who: Character, deed: str) -> None:
        wish = Wish(case, self._some(random).number, round_of(case), random.randrange(60))
        result = self._act(who, lambda work, person: DEEDS[deed](work, person, wish))
        after = self._stored(case)
        if deed == "comment":
            assert clocks(after) == clocks(case)
        if isinstance(result, tuple):
            self._ids.append(result[1].id)
        if who in self._barred.get(case.id, ()):
            assert isinstance(result, Refusal)

    @rule(who=st.sampled_from((MONITOR, TOWN_DESK)), there=st.booleans())
    def come_and_go(self, who: Character, there: bool) -> None:
        async def mark(work: Work, _: Person) -> None:
            await (mark_reachable if there else mark_unreachable)(work, who.user_id)

        self._act(who, mark)

    @rule(who=st.sampled_from((*OFFICIALS[:2], HOUSING_DESK)), days=st.integers(0, 6), deputy=st.booleans())
    def leave_begins(self, who: Character, days: int, deputy: bool) -> None:
        staff, acting = self._do(self.desk.official(who)), self._do(self.desk.official(WATER_DESK))
        today = self.desk.now.date()
        absence = Absence(today, today + timedelta(days=days), acting.id if deputy else None)
        self._act(who, lambda work, _: take_leave(work, By("official"), staff, absence))

    @rule(who=st.sampled_from((*OFFICIALS[:2], HOUSING_DESK)))
    def leave_ends(self, who: Character) -> None:
        staff = self._do(self.desk.official(who))

        async def back(work: Work, _: Person) -> None:
            for leave in await work.leaves.not_over(staff.id):
                await call_off(work, By("official"), staff, leave.id)

        self._act(who, back)

    @rule(hours=st.sampled_from([1, 5, 14, 26, 60, 200, 400]))
    def wait(self, hours: int) -> None:
        """Time passes and everything of the timetable runs; a second run finds nothing to do."""
        self.desk.wait(hours=hours)
        self._tick()
        said = len(self._do(self.desk.outbox()))
        self._tick()
        assert len(self._do(self.desk.outbox())) == said
        for case in self._cases():
            if case.state not in (*FINISHED, State.RESOLVED):
                holder = self._act(RESIDENT, lambda work, _, case=case: who_holds(work, case))
                assert case.told_staff_id == holder.staff.id

    def _tick(self) -> None:
        for tick in TIMETABLE:
            if tick.name not in _OF_PROCESS:
                self._do(tick.run(clockwork_of(self.desk)))

    @invariant()
    def every_open_case_has_one_accountable_person_and_a_deadline(self) -> None:
        for case in self._cases():
            if case.state in FINISHED:
                assert (case.due_stage, case.due_at) == (None, None)
                continue
            assert self._act(RESIDENT, lambda work, _, case=case: who_holds(work, case)).staff.present
            assert case.due_at is not None
            assert case.due_stage in STAGES[case.state], (case.state, case.due_stage)
            assert (case.paused_at is not None) is (case.state is State.AWAITING_MATERIAL)
            assert case.extension_until is None or case.state in TAKEN

    @invariant()
    def versions_only_grow_and_closed_cases_say_by_whom(self) -> None:
        for case in self._cases():
            assert case.version >= self._versions.get(case.id, 0)
            self._versions[case.id] = case.version
            if case.state is State.CLOSED:
                assert case.rating is not None or case.kind is Kind.PATROL
                assert case.closed_level is not None
            assert case.disputes <= 1
            assert (case.merged_into is not None) is (case.state is State.MERGED)

    @invariant()
    def every_act_is_one_entry_of_an_unbroken_ledger(self) -> None:
        for case in self._cases():
            entries, broken = self._do(self._entries(case))
            assert broken is None
            moves = [entry for entry in entries if entry["act"] not in NO_MOVE]
            assert len(moves) == case.version
            assert moves[-1]["to_state"] == case.state

    @invariant()
    def nobody_barred_has_heard_of_a_complaint(self) -> None:
        for case_id, barred in self._barred.items() if hasattr(self, "_barred") else ():
            chats = self._do(self._chats(case_id))
            for who in barred:
                assert who.user_id not in chats
                seen = self._act(
                    who, lambda work, one, number=case_id: access_case(work, one, number, Act.VIEW)
                )
                assert isinstance(seen, Refusal)

    async def _entries(self, case: Case) -> tuple[list[Any], int | None]:
        async with self.desk.database.transaction() as connection:
            entries = await connection.fetch_all(_ENTRIES, {"case_id": case.id})
            return [*entries], await LedgerRows(connection, SEAL, self.desk.now).verify(case.id)

    async def _chats(self, case_id: int) -> set[int]:
        async with self.desk.database.reading() as connection:
            return {row["chat_id"] for row in await connection.fetch_all(_CHATS, {"case_id": case_id})}

    def _owner(self, case: Case) -> Character:
        return self._character(self._act(RESIDENT, lambda work, _: who_holds(work, case)).staff.name)

    def _above(self, case: Case) -> Character:
        above = self._act(RESIDENT, lambda work, _: who_is_above(work, case))
        return self._owner(case) if above is None else self._character(above.staff.name)

    def _character(self, name: str) -> Character:
        return next(one for one in (*OFFICIALS, *MORE) if one.name == name)

    def _stored(self, case: Case) -> Case:
        return next(one for one in self._cases() if one.id == case.id)

    def teardown(self) -> None:
        """Whatever was said fits a message in both languages, and a change of state was told once."""
        if hasattr(self, "desk"):
            told = self._do(self.desk.outbox())
            for one in told:
                for language in ("zh_CN", "en"):
                    text = (
                        texts().render(language, one.template, one.content.arguments) if one.template else ""
                    )
                    assert len(text) <= 4096
                assert all(len(code.encode()) <= 64 for code in one.buttons.values())
            changes = Counter(tuple(one.key.split(":")[1:3]) for one in told if one.key.startswith("tell:"))
            assert [change for change, times in changes.items() if times > 1] == []
        super().teardown()


def clocks(case: Case) -> tuple[object, ...]:
    """Every deadline of a case, and what it waits for."""
    return case.due_stage, case.due_at, case.visit_due_at, case.reply_due_at, case.paused_at


def test_whatever_happens_in_any_order_the_desk_keeps_its_promises(sqlite_template: Path) -> None:
    LifeInFull.template = sqlite_template

    run_state_machine_as_test(LifeInFull, settings=settings(max_examples=12, stateful_step_count=20))
