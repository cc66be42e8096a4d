"""The card of a family: who of it uses the chat, and about whom the village is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.cases.families import family_of
from desk.actions.cases.responsible import posts_over
from desk.actions.cases.unhurried import by_day
from desk.domain.cases.case import Hold
from desk.domain.county.areas import Level
from desk.domain.county.phones import masked
from desk.domain.handing_over.routing import Organisation, accountable
from desk.domain.households.families import Claim
from desk.domain.households.household import Household
from desk.domain.people.people import Person
from desk.domain.talk.messages import Button, Json, Lane, Rows, message_to
from desk.ports.work import Work

BELONGS, BELONGS_NOT, ADD, FAMILY = "kin", "nokin", "addkin", "family"


async def family_words(work: Work, household: Household) -> dict[str, Json]:
    """Everybody tied to the household, and everybody who may be, with masked numbers."""
    tied, claiming = await family_of(work, household.id), await claimants(work, household.id)
    return {
        "head": household.head.name,
        "place": work.areas.path(household.area_code),
        "number": household.number,
        "people": [_person_words(household, one) for one in tied],
        "claims": [_person_words(household, one) for one in claiming],
    }


async def claimants(work: Work, household_id: int) -> Sequence[Person]:
    """Who may be of the household, and waits for the village's word."""
    return [await work.people.get(claim.person_id) for claim in await work.families.claims_on(household_id)]


async def family_rows(work: Work, household_id: int) -> Rows:
    """A button for each thing that the village may say."""
    tied, claiming = await family_of(work, household_id), await claimants(work, household_id)
    asked = tuple(
        (
            Button("family.button.belongs", f"h:{household_id}:{BELONGS}:{one.id}", {"name": one.name}),
            Button("family.button.not", f"h:{household_id}:{BELONGS_NOT}:{one.id}", {"name": one.name}),
        )
        for one in claiming
    )
    undone = tuple(
        (Button("family.button.undo", f"h:{household_id}:{BELONGS_NOT}:{one.id}", {"name": one.name}),)
        for one in tied
    )
    return (*asked, *undone, (Button("family.button.add", f"h:{household_id}:{ADD}"),))


async def card_to_monitor(work: Work, household: Household, claim: Claim) -> None:
    """Ask whoever answers for the village, silently and by day; once for each person and family."""
    organisation = Organisation(
        await posts_over(work, household.area_code), work.areas.line(household.area_code), work.now
    )
    staff = accountable(organisation, Hold(Level.VILLAGE)).staff
    if staff.user_id is None or staff.person_id == claim.person_id:
        return
    message = message_to(
        staff,
        f"family:{claim.household_id}:{claim.person_id}:asked",
        "family.card",
        await family_words(work, household),
        await family_rows(work, household.id),
    )
    await work.outbox.say(by_day(work, message, lane=Lane.REMINDER))


def _person_words(household: Household, person: Person) -> Json:
    """`verified`: they write with a number of the register that they have shown to be theirs."""
    numbers = (household.phone, *(member.phone for member in household.members))
    return {
        "name": person.name,
        "phone": masked(person.verified or person.phone),
        "own": bool(person.verified),
        "listed": any(phone and person.has_verified(phone) for phone in numbers),
    }


_ASKED_AT_ONCE: Final = 3  # families; one number in many entries of the register is the register's mistake


async def ask_village(work: Work, person: Person) -> None:
    """Put new claims of a person before whoever answers for the village; once for each family."""
    for claim in (await work.families.claims_of(person.id))[:_ASKED_AT_ONCE]:
        household = await work.households.find(claim.household_id)
        if household is not None:
            await card_to_monitor(work, household, claim)
