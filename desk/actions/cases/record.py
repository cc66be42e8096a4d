"""Changing a case: the new row, its ledger entry, and the conflict when somebody was first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk.actions.cases.door import Access, Conflict
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.cases.ledger import Entry
from desk.domain.cases.lifecycle import TAKEN, next_state
from desk.ports.work import Work


async def move_case(
    work: Work, access: Access, act: Act, words: str = "", details: str = "", **changes: Any
) -> Case:
    """Do one act: the state by the lifecycle, other columns by `changes`, one ledger entry.

    `words` are somebody's own and can be erased; `details` are codes and stay. Raises Conflict when the row
    was changed since it was read, or the act is not possible.
    """
    case = access.case
    state = next_state(case.state, act, access.capacity)
    if state is None:
        raise Conflict(f"{act} is not possible for a {case.state} case")
    after = replace(case, version=case.version + 1, state=state, **changes)
    if _lapses(case, after):
        after = replace(after, extension_until=None)
    if not await work.cases.save(after):
        raise Conflict(f"case {case.id} was changed meanwhile")
    await work.ledger.append(
        Entry(
            case_id=case.id,
            act=act,
            capacity=access.capacity.value,
            person_id=signed_by(access),
            from_state=case.state,
            to_state=after.state,
            words=words,
            details=details,
        )
    )
    return after


def signed_by(access: Access) -> int | None:
    """Who stands in the ledger: nobody where the desk acts, nor where the reporter is anonymous."""
    unseen = access.capacity is Capacity.REPORTER and access.case.anonymous
    return None if access.person is None or unseen else access.person.id


def _lapses(before: Case, after: Case) -> bool:
    """Whether more time means nothing any more: who asked for it has answered, or lost the case."""
    return after.state not in TAKEN or after.hold != before.hold
