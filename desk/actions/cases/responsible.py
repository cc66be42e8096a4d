"""Who answers for a case, and who stands above, as posts are now. Authority is read, never remembered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import OUTSIDE, Case, Kind, State
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.handing_over.routing import NOBODY, Choice, Organisation, accountable, superior
from desk.domain.handing_over.seats import Seat, acting_for, barred_by
from desk.domain.people.people import Post, Role, Staff, on_duty
from desk.ports.work import Work


async def posts_over(work: Work, area_code: str) -> Sequence[Post]:
    """The posts valid now over an area and everything above it."""
    return await work.staff.posts_in([area.code for area in work.areas.line(area_code)])


async def organisation_of(work: Work, case: Case, posts: Sequence[Post] | None = None) -> Organisation:
    """Everybody who could be asked about this case; `posts` over its area where they are read already."""
    if posts is None:
        posts = await posts_over(work, case.area_code)
    accused = () if case.accused_id is None else (case.accused_id,)
    return await organisation_without(work, case.area_code, accused, posts)


async def organisation_without(
    work: Work, area_code: str, accused: Collection[int], posts: Sequence[Post]
) -> Organisation:
    """Everybody who could be asked about a complaint from there, but for the accused and those below them.

    Whoever acts for the accused is passed over too, unless nobody else is there to be asked.
    """
    barred = [await _barred(work, one, posts) for one in accused]
    organisation = Organisation(posts, work.areas.line(area_code), work.now, NOBODY.union(*barred))
    acting = [acting_for(one, await work.staff.posts_of(one)) for one in accused]
    without = replace(organisation, barred=organisation.barred.union(*acting))
    return without if without.finds_for(OUTSIDE) else organisation


async def _barred(work: Work, accused_id: int, posts: Sequence[Post]) -> frozenset[int]:
    """The accused, and whoever is below them through any post that they hold anywhere."""
    accused = await work.staff.posts_of(accused_id)
    candidates = {staff.id for post in posts for staff in post.people}
    others = [post for staff_id in sorted(candidates) for post in await work.staff.posts_of(staff_id)]
    return barred_by(accused, others, work.areas) | {accused_id}


def choose(case: Case, organisation: Organisation) -> Choice:
    """The one accountable official of a case."""
    return accountable(organisation, case.hold)


def choose_above(case: Case, organisation: Organisation) -> Choice | None:
    """Who rules a dispute over the case and gets copies; None when nobody else stands above."""
    return superior(organisation, case.hold)


async def who_holds(work: Work, case: Case) -> Choice:
    """As `choose`, from posts read now."""
    return choose(case, await organisation_of(work, case))


async def who_is_above(work: Work, case: Case) -> Choice | None:
    """As `choose_above`, from posts read now."""
    return choose_above(case, await organisation_of(work, case))


def present_at(organisation: Organisation, seat: Seat) -> Staff | None:
    """Whoever would see to a message at this seat now: holder, deputy or stand-in."""
    people = [staff for post in organisation.at(seat) for staff in post.people]
    return next((one for one in people if one.present and one.id not in organisation.barred), None)


async def capacity_of_owner(work: Work, case: Case) -> Capacity:
    """As what the accountable official reads the card of the case."""
    if not awaits_ruling(case) or await who_is_above(work, case) is not None:
        return Capacity.OWNER
    return Capacity.SUPERIOR


def awaits_ruling(case: Case) -> bool:
    """Whether the next word is a superior's. When everybody above has gone the owner rules alone.

    What nobody may rule would lie for ever.
    """
    verified = case.state is State.RESOLVED and case.kind is Kind.PATROL
    return case.state is State.DISPUTED or case.extension_until is not None or verified


async def find_present(work: Work, role: Role) -> Sequence[Staff]:
    """Whoever sees to the posts of a role now, each once; nobody outside working hours."""
    if not in_working_hours(work.now, work.rules):
        return ()
    return on_duty(await work.staff.posts_with([role]))


async def reporter_did_it(work: Work, case: Case) -> bool:
    """Whether whoever reported it handled it too: they need not be told what they did."""
    handler = None if case.accepted_by is None else await work.staff.find(case.accepted_by)
    return handler is not None and handler.person_id == case.reporter_id
