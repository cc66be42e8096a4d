"""The life of a case as one table: state × act × capacity → state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from desk.domain.areas import Level
from desk.domain.capacity import Capacity
from desk.domain.cases import FINISHED, Act, Case, Rating, State

Step = tuple[State | None, Act, Capacity]
Table = Mapping[Step, State]

_REPORTER, _OWNER, _SUPERIOR, _DESK = Capacity.REPORTER, Capacity.OWNER, Capacity.SUPERIOR, Capacity.DESK
UNFINISHED: Final = tuple(state for state in State if state not in FINISHED)
# Somebody owes the resident something; in `resolved` it is the resident who is asked.
OWED: Final = tuple(state for state in UNFINISHED if state is not State.RESOLVED)
# A superior may step in before anybody has taken the case up.
_NOT_TAKEN = (State.SUBMITTED, State.ASSIGNED, State.DISPUTED, State.REOPENED)
_TAKEN = (State.ACCEPTED, State.IN_WORK, State.REOPENED)


def _from(states: Iterable[State], act: Act, capacity: Capacity, to: State) -> dict[Step, State]:
    return {(state, act, capacity): to for state in states}


def _keeps(states: Iterable[State], act: Act, capacity: Capacity) -> dict[Step, State]:
    return {(state, act, capacity): state for state in states}


TABLE: Final[Table] = {
    (None, Act.SUBMIT, _REPORTER): State.SUBMITTED,
    (None, Act.SUBMIT, _DESK): State.SUBMITTED,  # a story left unfinished goes to the town
    (State.SUBMITTED, Act.ASSIGN, _DESK): State.ASSIGNED,  # somebody is told
    **_from((State.SUBMITTED, State.ASSIGNED, State.REOPENED), Act.ACCEPT, _OWNER, State.ACCEPTED),
    # Who stands at the door has taken it up: a second button would only be pressed for the form's sake.
    **_from((State.ASSIGNED, *_TAKEN), Act.VISIT, _OWNER, State.IN_WORK),
    **_from(_TAKEN, Act.REPLY, _OWNER, State.RESOLVED),
    **_from((State.ASSIGNED, State.REOPENED), Act.DISPUTE, _OWNER, State.DISPUTED),
    **_from((State.ASSIGNED, *_TAKEN), Act.PASS_UP, _OWNER, State.ASSIGNED),
    (State.DISPUTED, Act.RETURN, _SUPERIOR): State.ASSIGNED,
    **_from(_NOT_TAKEN, Act.TAKE, _SUPERIOR, State.ACCEPTED),
    (State.RESOLVED, Act.RATE, _REPORTER): State.CLOSED,
    (State.RESOLVED, Act.REOPEN, _REPORTER): State.REOPENED,
    (State.RESOLVED, Act.CLOSE, _DESK): State.CLOSED,
    **_from(UNFINISHED, Act.WITHDRAW, _REPORTER, State.WITHDRAWN),
    **_keeps(UNFINISHED, Act.ADD, _REPORTER),
    **_keeps(OWED, Act.URGE, _REPORTER),
    # A new owner goes on where the last one stopped: the resident sees no step back.
    **_keeps(OWED, Act.REASSIGN, _DESK),
    **{step: to for capacity in Capacity for step, to in _keeps(State, Act.VIEW, capacity).items()},
}


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


def may_dispute(case: Case) -> bool:
    """A case can be disputed once, and only where it came first."""
    return case.disputes == 0 and case.level is Level.VILLAGE


def level_above(level: Level) -> Level | None:
    """Where a case goes when it is passed up; None at the county."""
    return {Level.VILLAGE: Level.TOWN, Level.TOWN: Level.COUNTY}.get(level)


def may_pass_up(case: Case) -> bool:
    """There is nobody above the county."""
    return level_above(case.level) is not None


def problems(table: Table = TABLE) -> Iterator[str]:
    """Sentences about states that cannot be reached, cannot be left, or end where nobody meant them to."""
    reached = _reach(table, {None})
    for state in State:
        if state not in reached:
            yield f"state {state} cannot be reached"
        leads_out = {to for (origin, _, _), to in table.items() if origin is state} - {state}
        if state in FINISHED and leads_out:
            yield f"state {state} is finished but leads on to {', '.join(sorted(leads_out))}"
        elif state not in FINISHED and not leads_out:
            yield f"state {state} has no act that leads out"
        elif state not in FINISHED and not _reach(table, {state}) & FINISHED:
            yield f"state {state} never comes to an end"


def _reach(table: Table, origins: set[State | None]) -> set[State | None]:
    reached = set(origins)
    while True:
        further = {to for (origin, _, _), to in table.items() if origin in reached} - reached
        if not further:
            return reached
        reached |= further
