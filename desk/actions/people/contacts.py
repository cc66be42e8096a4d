"""Who answers for a resident's village and town now, with telephone."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.responsible import posts_over
from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Level
from desk.domain.handing_over.routing import Choice, Organisation, accountable
from desk.domain.talk.messages import Json
from desk.ports.work import Work

_NEAR = (Level.VILLAGE, Level.TOWN)


async def contacts_of(work: Work, area: Area) -> Sequence[dict[str, Json]]:
    """One line for each official, the nearest first: whoever would get a report from there at this moment."""
    organisation = Organisation(await posts_over(work, area.code), work.areas.line(area.code), work.now)
    found: dict[int, Choice] = {}
    for level in _NEAR:
        choice = accountable(organisation, Hold(level))
        found.setdefault(choice.staff.id, choice)
    return [_contact(work, choice) for choice in found.values()]


def _contact(work: Work, choice: Choice) -> dict[str, Json]:
    return {
        "place": work.areas.path(choice.post.area_code),
        "role": choice.seat.role.value,
        "name": choice.staff.name,
        "phone": choice.staff.phone,
    }
