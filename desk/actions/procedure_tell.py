"""The household hears of its procedure: each stage in plain words, with what comes next and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.actions.ports import Work
from desk.domain.cases import Source
from desk.domain.deadlines import after_quiet
from desk.domain.households import Household
from desk.domain.messages import Json, Lane, Message
from desk.domain.people import Person, Staff
from desk.domain.procedure import Procedure
from desk.domain.procedure_clock import notice_until


async def tell_household(
    work: Work,
    procedure: Procedure,
    household: Household,
    asked: Staff | None,
    arguments: Mapping[str, Json] | None = None,
) -> None:
    """Say where it stands, once for each version, to whoever of the household is in the chat."""
    until = notice_until(procedure, work.rules)
    words: dict[str, Json] = {
        "kind": procedure.kind.value,
        "stage": procedure.stage.value,
        "head": household.head.name,
        "due_at": procedure.due_at.isoformat(),
        "decide_by": "" if procedure.decide_by is None else procedure.decide_by.isoformat(),
        "owner": "" if asked is None else asked.name,
        "phone": "" if asked is None else asked.phone,
        "hotline": work.rules.hotline,
        "notice_until": "" if until is None else until.isoformat(),
        "objected": False,
        "reason": "",
        **(arguments or {}),
    }
    for person in await people_told(work, procedure, household):
        await work.outbox.say(
            Message(
                key=f"procedure:{procedure.id}:{procedure.version}:told:{person.id}",
                chat_id=person.user_id,
                template=f"procedure.told.{procedure.kind.value}.{procedure.stage.value}",
                arguments=words,
                lane=Lane.REMINDER,
                language=person.language,
                not_before=after_quiet(work.now, work.rules),
            )
        )


async def people_told(work: Work, procedure: Procedure, household: Household) -> Sequence[Person]:
    """Who reported it for themselves, and whose telephone is the household's; no officials among them."""
    found: dict[int, Person] = {}
    case = None if procedure.case_id is None else await work.cases.find(procedure.case_id)
    # A neighbour who reported has done their part; what becomes of it is the household's business.
    if case is not None and case.source is Source.SELF:
        person = await work.people.get(case.reporter_id)
        found[person.id] = person
    if household.phone:
        found |= {one.id: one for one in await work.people.find_by_phone(household.phone)}
    return [
        person
        for person in found.values()
        if person.consented_at is not None and await work.staff.find_by_person(person.id) is None
    ]
