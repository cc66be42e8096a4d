"""Looking at a case: an official reads phone numbers in full there, so every look is written down."""

from __future__ import annotations

from desk.actions.cases.door import Access, Refusal, access_case
from desk.domain.cases.case import Act
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person
from desk.ports.work import Work


async def view_case(work: Work, person: Person, case_id: int) -> Access | Refusal:
    """The case, if this person may see it. Reporters look at their own without a trace."""
    access = await access_case(work, person, case_id, Act.VIEW)
    if isinstance(access, Refusal) or access.staff is None:
        return access
    state, capacity = access.case.state, access.capacity.value
    await work.ledger.append(Entry(case_id, Act.VIEW, capacity, person.id, state, state))
    return access
