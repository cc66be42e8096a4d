"""The household hears of its procedure: each stage in plain words, with what comes next and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.actions.cases.families import family_of
from desk.actions.cases.unhurried import by_day
from desk.domain.households.household import Household
from desk.domain.people.people import Person, Staff
from desk.domain.procedures.clock import notice_until
from desk.domain.procedures.procedure import Procedure
from desk.domain.talk.messages import Json, Lane, message_to
from desk.ports.work import Work


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
    for person in await people_told(work, household):
        message = message_to(
            person,
            f"procedure:{procedure.id}:{procedure.version}:told:{person.id}",
            f"procedure.told.{procedure.kind.value}.{procedure.stage.value}",
            words,
        )
        await work.outbox.say(by_day(work, message, lane=Lane.REMINDER))


async def people_told(work: Work, household: Household) -> Sequence[Person]:
    """Whoever of the family is in the chat; no officials among them.

    Whoever reported it has done their part: that they spoke of themselves makes them no family of this
    household before the village has said so.
    """
    return [
        person
        for person in await family_of(work, household.id)
        if person.consented_at is not None and await work.staff.find_by_person(person.id) is None
    ]
