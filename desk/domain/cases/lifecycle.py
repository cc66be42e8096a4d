"""The life of a case, a state machine as one table: state × act × capacity → state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, Act, Case, Kind, Rating, State
from desk.domain.county.areas import Level

Step = tuple[State | None, Act, Capacity]
Table = Mapping[Step, State]

_REPORTER, _OWNER, _SUPERIOR, _DESK = Capacity.REPORTER, Capacity.OWNER, Capacity.SUPERIOR, Capacity.DESK
_HELPER, _LEADER, _INSPECTOR = Capacity.HELPER, Capacity.LEADER, Capacity.INSPECTOR
UNFINISHED: Final = tuple(state for state in State if state not in FINISHED)
# Somebody owes the resident something; in the other two it is the resident who is asked.
OWED: Final = tuple(state for state in UNFINISHED if state not in (State.RESOLVED, State.AWAITING_MATERIAL))
# Its owner has taken it up, or has to do it again.
TAKEN: Final = (State.ACCEPTED, State.IN_WORK, State.REOPENED)
# An official has it, and may still do anything with it.
_HELD = (State.ASSIGNED, *TAKEN)
_OF_A_HOME = frozenset({Kind.HARDSHIP, Kind.WARNING, Kind.PATROL, Kind.VISIT_PROBLEM, Kind.DISASTER})
# A superior may step in before anybody has taken the case up.
_NOT_TAKEN = (State.SUBMITTED, State.ASSIGNED, State.DISPUTED, State.REOPENED)


def _from(states: Iterable[State], act: Act, capacity: Capacity, to: State) -> dict[Step, State]:
    return {(state, act, capacity): to for state in states}


def _keeps(states: Iterable[State], act: Act, *capacities: Capacity) -> dict[Step, State]:
    return {(state, act, capacity): state for state in states for capacity in capacities}


_BEGINNING: Final[Table] = {
    (None, Act.SUBMIT, _REPORTER): State.SUBMITTED,
    (None, Act.SUBMIT, _DESK): State.SUBMITTED,  # a story left unfinished goes to the town
    (State.SUBMITTED, Act.ASSIGN, _DESK): State.ASSIGNED,  # somebody is told
}
_WORK: Final[Table] = {
    **_from((State.SUBMITTED, State.ASSIGNED, State.REOPENED), Act.ACCEPT, _OWNER, State.ACCEPTED),
    # Who stands at the door has taken it up: a second button would only be pressed for the form's sake.
    **_from(_HELD, Act.VISIT, _OWNER, State.IN_WORK),
    **_from(TAKEN, Act.REPLY, _OWNER, State.RESOLVED),
    **_keeps(OWED, Act.COMMENT, _OWNER, _SUPERIOR, _HELPER),
    **_keeps(TAKEN, Act.FOUND, _OWNER),
    **_keeps(_HELD, Act.JOIN, _OWNER, _SUPERIOR, _DESK),  # the desk asks the village of itself
    **_keeps(TAKEN, Act.REFER, _OWNER),
    **_keeps((*OWED, State.AWAITING_MATERIAL), Act.HELP, _HELPER),
    **_from(TAKEN, Act.ASK_MATERIAL, _OWNER, State.AWAITING_MATERIAL),
    (State.AWAITING_MATERIAL, Act.GIVE_MATERIAL, _REPORTER): State.IN_WORK,
    (State.AWAITING_MATERIAL, Act.RESUME, _OWNER): State.IN_WORK,
    (State.AWAITING_MATERIAL, Act.RESUME, _DESK): State.IN_WORK,
    **_keeps(TAKEN, Act.ASK_EXTENSION, _OWNER),
    **_keeps(TAKEN, Act.GRANT, _SUPERIOR),
    **_keeps(TAKEN, Act.REFUSE, _SUPERIOR, _DESK),  # nobody has ruled before the deadline: it falls away
}
_HANDS: Final[Table] = {
    **_from((State.ASSIGNED, State.REOPENED), Act.DISPUTE, _OWNER, State.DISPUTED),
    (State.DISPUTED, Act.RETURN, _SUPERIOR): State.ASSIGNED,
    **_from(_NOT_TAKEN, Act.TAKE, _SUPERIOR, State.ACCEPTED),
    **_from(_HELD, Act.PASS_UP, _OWNER, State.ASSIGNED),
    **_from(_HELD, Act.TRANSFER, _OWNER, State.ASSIGNED),
    **_from(OWED, Act.TRANSFER, _SUPERIOR, State.ASSIGNED),
    # A new owner goes on where the last one stopped: the resident sees no step back.
    **_keeps((*OWED, State.AWAITING_MATERIAL), Act.REASSIGN, _DESK),
}
_ENDS: Final[Table] = {
    (State.RESOLVED, Act.RATE, _REPORTER): State.CLOSED,
    (State.RESOLVED, Act.REOPEN, _REPORTER): State.REOPENED,
    (State.RESOLVED, Act.RATE, _INSPECTOR): State.CLOSED,  # what the resident said on the telephone
    (State.RESOLVED, Act.REOPEN, _INSPECTOR): State.REOPENED,
    (State.RESOLVED, Act.VERIFY, _SUPERIOR): State.CLOSED,
    (State.RESOLVED, Act.SEND_BACK, _SUPERIOR): State.REOPENED,
    (State.RESOLVED, Act.CLOSE, _DESK): State.CLOSED,
    **_from(UNFINISHED, Act.WITHDRAW, _REPORTER, State.WITHDRAWN),
    **_keeps(UNFINISHED, Act.ASK_WITHDRAWAL, _REPORTER),
    **_from(UNFINISHED, Act.CONFIRM_WITHDRAWAL, _OWNER, State.WITHDRAWN),
    **_from(UNFINISHED, Act.CONFIRM_WITHDRAWAL, _SUPERIOR, State.WITHDRAWN),
    **_from(_HELD, Act.DECLINE, _OWNER, State.DECLINED),
    (State.DECLINED, Act.REVIEW, _REPORTER): State.ASSIGNED,
    **_from(_HELD, Act.MERGE, _OWNER, State.MERGED),
    **_from(_HELD, Act.REDIRECT, _OWNER, State.REDIRECTED),
}
_PRESSURE: Final[Table] = {
    **_keeps(OWED, Act.CALL_HELP, _OWNER),
    **_keeps(UNFINISHED, Act.ADD, _REPORTER),
    **_keeps(UNFINISHED, Act.CORRECT, _REPORTER, _OWNER, _SUPERIOR, _HELPER, _LEADER),
    **_keeps(OWED, Act.URGE, _REPORTER),
    **_keeps(OWED, Act.SUPERVISE, _LEADER, _SUPERIOR),
    **_keeps(OWED, Act.CLIMB, _DESK),
    **_keeps(UNFINISHED, Act.RECEIVE, _OWNER, _SUPERIOR, _LEADER),
    # Over a disputed case it is the ruling superior who is pressed, and whoever stands above looks into it.
    **_keeps(OWED, Act.RECTIFY, _OWNER, _SUPERIOR),
    **_keeps(UNFINISHED, Act.INSPECT, _SUPERIOR, _LEADER),
    **_keeps(State, Act.ISSUE, _SUPERIOR, _LEADER),
    **_keeps(UNFINISHED, Act.RECOMPUTE, _DESK),
    **_keeps(State, Act.VIEW, *Capacity),
}
TABLE: Final[Table] = {**_BEGINNING, **_WORK, **_HANDS, **_ENDS, **_PRESSURE}


def next_state(state: State | None, act: Act, capacity: Capacity) -> State | None:
    """The state after the act, or None when it is not allowed. No state yet is None too."""
    return TABLE.get((state, act, capacity))


def allowed(state: State | None, capacity: Capacity) -> tuple[Act, ...]:
    """What one may do there, in the order of the acts."""
    return tuple(act for act in Act if (state, act, capacity) in TABLE)


def act_for(rating: Rating) -> Act:
    """What a rating does to a resolved case: close it, reopen it, or let time close it."""
    if rating is Rating.UNRATED:
        return Act.CLOSE
    return Act.RATE if rating in {Rating.SATISFIED, Rating.MOSTLY} else Act.REOPEN


def level_above(level: Level) -> Level | None:
    """Where a case goes when it is passed up; None at the county."""
    return {Level.VILLAGE: Level.TOWN, Level.TOWN: Level.COUNTY}.get(level)


def open_for(case: Case, act: Act) -> bool:
    """Whether the facts of this case leave room for the act, beyond what the table says."""
    return _ROOM[act](case) if act in _ROOM else True


def _may_dispute(case: Case) -> bool:
    """Once, and never what stands outside the line: there is nobody else for it."""
    return case.disputes == 0 and not case.outside and (case.level is Level.VILLAGE or bool(case.department))


def _may_pass_up(case: Case) -> bool:
    """There is nobody above the county; a department passes up to the county office."""
    return not case.outside and (level_above(case.level) is not None or bool(case.department))


def _in_line(case: Case) -> bool:
    return not case.outside


def _may_merge(case: Case) -> bool:
    """One story beside another would tell who the other was."""
    return not (case.outside or case.anonymous)


def _may_refer(case: Case) -> bool:
    """Somebody is in need at a home that can be named, and the line has the case."""
    return case.kind in _OF_A_HOME and not (case.anonymous or case.outside or case.department)


def _verified_above(case: Case) -> bool:
    """What residents reported is theirs to judge; what an official reported is looked at by a superior."""
    return case.kind is Kind.PATROL


def _asked_for_more_time(case: Case) -> bool:
    return case.extension_until is not None


def must_look(case: Case) -> bool:
    """Whether an official has to ring up or go there first: danger is over when somebody has seen that it is.

    Of an anonymous case nobody knows at whose door to knock.
    """
    return case.danger and case.visited_at is None and not case.anonymous


def _seen(case: Case) -> bool:
    return not must_look(case)


def _may_visit(case: Case) -> bool:
    """Nobody knows at whose door to knock."""
    return not case.anonymous


_ROOM: Final[Mapping[Act, Callable[[Case], bool]]] = {
    Act.VISIT: _may_visit,
    Act.REPLY: _seen,
    Act.WITHDRAW: lambda case: not case.danger,
    Act.ASK_WITHDRAWAL: lambda case: case.danger,
    Act.CONFIRM_WITHDRAWAL: lambda case: case.withdrawal_asked_at is not None,
    Act.DISPUTE: _may_dispute,
    Act.PASS_UP: _may_pass_up,
    Act.TRANSFER: _in_line,
    Act.JOIN: _in_line,
    Act.MERGE: _may_merge,
    Act.FOUND: _may_merge,
    Act.REFER: _may_refer,
    Act.ASK_EXTENSION: lambda case: not _asked_for_more_time(case),
    Act.GRANT: _asked_for_more_time,
    Act.REFUSE: _asked_for_more_time,
    Act.VERIFY: _verified_above,
    Act.SEND_BACK: _verified_above,
}


def lifecycle_problems(table: Table = TABLE) -> Iterator[str]:
    """Sentences about states that cannot be reached, cannot be left, or end where nobody meant them to."""
    reached = _reach(table, {None})
    for state in State:
        if state not in reached:
            yield f"state {state} cannot be reached"
        leads_out = _leads_out(table, state)
        if state in FINISHED and leads_out:
            yield f"state {state} is finished but leads on to {', '.join(sorted(leads_out))}"
        elif state not in FINISHED and not leads_out:
            yield f"state {state} has no act that leads out"
        elif state not in FINISHED and not _reach(table, {state}) & FINISHED:
            yield f"state {state} never comes to an end"


def _leads_out(table: Table, state: State) -> set[State]:
    """A review is the one way back from an end."""
    return {to for (origin, act, _), to in table.items() if origin is state and act is not Act.REVIEW} - {
        state
    }


def _reach(table: Table, origins: set[State | None]) -> set[State | None]:
    reached = set(origins)
    while True:
        further = {to for (origin, _, _), to in table.items() if origin in reached} - reached
        if not further:
            return reached
        reached |= further
