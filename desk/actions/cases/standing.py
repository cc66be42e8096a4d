"""Where an official stands to a case through their posts: what each standing lets them do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk.actions.cases.responsible import awaits_ruling, choose, organisation_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Case
from desk.domain.cases.permissions import CAPACITY, PostRelation
from desk.domain.county.areas import Level
from desk.domain.handing_over.routing import Choice, Organisation, above, accountable
from desk.domain.handing_over.seats import Seat
from desk.domain.people.people import Post, Role, Staff
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """One post of an official in relation to one case; `seat` where the post is asked for it."""

    scope: PostRelation
    post: Post
    seat: Seat | None = None

    @property
    def capacity(self) -> Capacity | None:
        """What the table of permissions makes of it."""
        return CAPACITY.get((self.post.role, self.scope))

    @property
    def level(self) -> Level | None:
        """How high the post stands, where it is asked."""
        return None if self.seat is None else self.seat.level


async def standing_of(work: Work, case: Case, staff: Staff) -> Mapping[Capacity, Standing]:
    """What this official is to this case by line and area; the first standing of a capacity counts."""
    organisation = await organisation_of(work, case)
    found = [*_in_line(case, staff, organisation), *_in_area(case, staff, organisation)]
    standings = _by_capacity(found)
    if (
        Capacity.OWNER in standings
        and awaits_ruling(case)
        and next(above(organisation, case.hold), None) is None
    ):
        standings.setdefault(Capacity.SUPERIOR, standings[Capacity.OWNER])
    return standings


def _in_line(case: Case, staff: Staff, organisation: Organisation) -> list[Standing]:
    """By the seats that are asked: the accountable one, and everybody above them."""
    owner = choose(case, organisation)
    if owner.staff.id == staff.id:
        return [_standing(PostRelation.OWN, owner)]
    higher = list(above(organisation, case.hold))
    return [
        _standing(PostRelation.BELOW, choice)
        for number, choice in enumerate(higher)
        if choice.staff.id == staff.id and (number == 0 or _asked_from_afar(case, choice))
    ]


def _asked_from_afar(case: Case, choice: Choice) -> bool:
    """Whether somebody may step in over the head of the next one above.

    Leaders look on and press; and of a complaint about an official as few know as can be.
    """
    return not case.outside and choice.post.role is not Role.LEADER


def _standing(scope: PostRelation, choice: Choice) -> Standing:
    return Standing(scope, choice.post, choice.seat)


def _in_area(case: Case, staff: Staff, organisation: Organisation) -> list[Standing]:
    """By posts over the place, though others are asked. A complaint about an official is shown to none."""
    if case.outside or staff.id in organisation.barred:
        return []
    held = [post for post in organisation.posts if any(one.id == staff.id for one in post.people)]
    return [
        Standing(PostRelation.AREA, post)
        for post in held
        if post.role is not Role.INSPECTOR or staff.id not in (case.accepted_by, case.told_staff_id)
    ]


async def standing_as_helper(work: Work, case: Case, staff: Staff) -> Mapping[Capacity, Standing]:
    """Whether this official answers for the part of a department that was asked for one."""
    if case.outside:
        return {}
    organisation = await organisation_of(work, case)
    choices = [accountable(organisation, helper.hold) for helper in await work.helpers.asked_in(case.id)]
    return _by_capacity(
        [_standing(PostRelation.JOINED, choice) for choice in choices if choice.staff.id == staff.id]
    )


def _by_capacity(found: list[Standing]) -> dict[Capacity, Standing]:
    standings: dict[Capacity, Standing] = {}
    for standing in found:
        if standing.capacity is not None:
            standings.setdefault(standing.capacity, standing)
    return standings
