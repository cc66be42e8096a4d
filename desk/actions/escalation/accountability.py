"""The accountability file: prepared from the ledger by the machine, decided on by a person.

The desk never names anybody in a circular and summons nobody; it lays the facts before those who may.
"""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.card_buttons import act_code
from desk.actions.cases.door import NOT_YOURS, Access, Refusal, access_case
from desk.actions.cases.responsible import choose, organisation_of, present_at
from desk.actions.escalation.pressing import PressingWords, each_once, open_button, press_on
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.cases.ledger import Entry
from desk.domain.county.areas import Level
from desk.domain.deadlines.calendar import workdays_between
from desk.domain.escalation.ladder import FileDecision, LadderStep, Taken
from desk.domain.handing_over.routing import Organisation, above
from desk.domain.handing_over.seats import Seat
from desk.domain.people.people import Person, Role, Staff
from desk.domain.talk.messages import Button, Json
from desk.ports.work import Work

_ACTS_SHOWN = 20  # the last ones; the ledger has them all
DECIDED = Refusal("ladder.decided")
_DECIDERS = (
    Seat(Role.COUNTY_OFFICE, Level.COUNTY),
    Seat(Role.LEADER, Level.COUNTY),
    Seat(Role.LEADER, Level.TOWN),
)


async def hand_file(work: Work, case: Case, organisation: Organisation, owner: Staff) -> None:
    """Lay the file before the county office and the leaders; never before whom it is about."""
    rows = ((Button("ladder.button.issue", act_code(case, Act.ISSUE)),), (open_button(case),))
    note = PressingWords("ladder.file", await _file(work, case, owner), rows)
    for staff in who_decides(case, organisation, owner):
        await press_on(work, case, staff, note)


def who_decides(case: Case, organisation: Organisation, owner: Staff) -> Sequence[Staff]:
    """The county office and the leaders over the place; of what lies outside the line only its superior."""
    if case.outside:
        higher = [choice.staff for choice in above(organisation, case.hold)][:1]
    else:
        found = [present_at(organisation, seat) for seat in _DECIDERS]
        higher = [staff for staff in found if staff is not None]
    return each_once([staff for staff in higher if staff.id != owner.id])


async def _file(work: Work, case: Case, owner: Staff) -> dict[str, Json]:
    """The facts: who had it, which steps were taken and signed for, what was done when."""
    history = [one for one in await work.ladder.history(case.id) if one[1].act in set(Act)]
    names = await _names(work, [entry for _, entry in history])
    acts: list[Json] = [
        {
            "at": at.isoformat(),
            "act": str(entry.act),
            "by": entry.capacity,
            "name": names.get(entry.person_id or 0, ""),
        }
        for at, entry in history[-_ACTS_SHOWN:]
    ]
    today = work.today
    due = today if case.due_at is None else work.rules.day_of(case.due_at)
    return {
        "owner": owner.name,
        "phone": owner.phone,
        "late": workdays_between(due, today, work.rules.calendar),
        "steps": [await _step(work, taken) for taken in await work.ladder.taken_in(case.id)],
        "acts": acts,
    }


async def _names(work: Work, entries: Sequence[Entry]) -> dict[int, str]:
    """Officials by person; the reporter's name is no part of the file."""
    people = {entry.person_id for entry in entries if entry.person_id and entry.capacity != Capacity.REPORTER}
    found = {person: await work.staff.find_by_person(person) for person in people}
    return {person: staff.name for person, staff in found.items() if staff is not None}


async def _step(work: Work, taken: Taken) -> dict[str, Json]:
    owner = None if taken.owner_id is None else await work.staff.find(taken.owner_id)
    return {
        "step": taken.step.value,
        "at": taken.taken_at.isoformat(),
        "owner": "" if owner is None else owner.name,
        "received_at": None if taken.received_at is None else taken.received_at.isoformat(),
        "answered_at": None if taken.answered_at is None else taken.answered_at.isoformat(),
    }


async def decide(
    work: Work, person: Person, case_id: int, decision: FileDecision, words: str
) -> Case | Refusal:
    """A person's decision, once; the official it is about and the others who had the file are told."""
    access = await access_case(work, person, case_id, Act.ISSUE)
    if isinstance(access, Refusal):
        return access
    organisation = await organisation_of(work, access.case)
    taken = await _file_of(work, access.case)
    if access.staff is None or taken is None or not _may_decide(access, taken):
        return NOT_YOURS
    if not await work.ladder.decide(case_id, decision, access.staff.id):
        return DECIDED
    await _record(work, access, decision, words)
    arguments: dict[str, Json] = {"decision": decision.value, "by": access.staff.name, "said": words[:1000]}
    for staff in await _who_is_told(work, access.case, organisation, taken):
        if staff.id != access.staff.id:
            await press_on(work, access.case, staff, PressingWords("ladder.issued", arguments))
    return access.case


async def _file_of(work: Work, case: Case) -> Taken | None:
    steps = await work.ladder.taken_in(case.id)
    return next((one for one in steps if one.step is LadderStep.ACCOUNTABILITY), None)


def _may_decide(access: Access, taken: Taken) -> bool:
    """The county or a leader, and nobody about themselves."""
    high = access.capacity is Capacity.LEADER or access.level is Level.COUNTY
    return high and access.staff is not None and access.staff.id != taken.owner_id


async def _record(work: Work, access: Access, decision: FileDecision, words: str) -> None:
    """The case stays as it is: only the ledger learns of it."""
    state = access.case.state
    person = None if access.person is None else access.person.id
    entry = Entry(
        access.case.id, Act.ISSUE, access.capacity.value, person, state, state, decision.value, words
    )
    await work.ledger.append(entry)


async def _who_is_told(work: Work, case: Case, organisation: Organisation, taken: Taken) -> Sequence[Staff]:
    """Whom the file is about, their superior, and the others who could have decided."""
    ids = [one for one in (taken.owner_id, taken.superior_id) if one is not None]
    found = [staff for one in ids if (staff := await work.staff.find(one)) is not None]
    owner = found[0] if found else choose(case, organisation).staff
    return each_once([*found, *who_decides(case, organisation, owner)])
