"""Who goes to a household now: its named official or whoever acts for them, else the village, else upwards.

It is worked out whenever it is asked, from the posts of that moment. Several monitors of one village share
its households evenly, each household always with the same one while the posts stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from desk.domain.county.areas import Areas, Level
from desk.domain.people.people import Post, Role, Staff
from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import DueVisit, Visited

_DESKS: Final = (Role.TOWN_DESK, Role.COUNTY_OFFICE)
Acting = Mapping[int, Staff | None]  # by the named official: whoever goes for them now, if anybody does


class Rota:
    """The monitors of villages and the desks above them."""

    def __init__(self, posts: Iterable[Post], areas: Areas) -> None:
        self._areas = areas
        self._monitors: dict[str, list[Post]] = defaultdict(list)
        self._desks: dict[str, list[Staff]] = defaultdict(list)
        self._goers: dict[tuple[str, int], Staff | None] = {}  # by village and turn, once worked out
        for post in sorted(posts, key=lambda post: post.rank):
            if post.role is Role.VILLAGE_MONITOR:
                self._monitors[post.area_code].append(post)
            elif post.role in _DESKS and (present := post.on_duty) is not None:
                self._desks[post.area_code].append(present)

    def goes_to(self, household: Visited) -> Staff | None:
        """Whoever goes there for the village."""
        posts = self._monitors.get(household.area_code)
        turn = household.area_code, _turn(household.id, len(posts)) if posts else 0
        if turn not in self._goers:
            self._goers[turn] = self._find(*turn)
        return self._goers[turn]

    def beats(self) -> Mapping[int, tuple[str, ...]]:
        """The villages of which something may fall to each official, by staff number."""
        found: dict[int, list[str]] = defaultdict(list)
        for area in self._areas:
            if area.level is Level.VILLAGE:
                for staff in self._asked_in(area.code):
                    found[staff.id].append(area.code)
        return {staff_id: tuple(codes) for staff_id, codes in found.items()}

    def _find(self, code: str, first: int) -> Staff | None:
        posts = self._monitors.get(code, [])
        present = (post.on_duty for post in (*posts[first:], *posts[:first]))
        found = next((staff for staff in present if staff is not None), None)
        return next(self._above(code), None) if found is None else found

    def _asked_in(self, code: str) -> Iterable[Staff]:
        present = [staff for post in self._monitors.get(code, []) if (staff := post.on_duty) is not None]
        if not present:
            present = [staff for staff in [next(self._above(code), None)] if staff is not None]
        return {staff.id: staff for staff in present}.values()

    def _above(self, code: str) -> Iterator[Staff]:
        for area in self._areas.line(code):
            if area.code != code:
                yield from self._desks.get(area.code, ())


def _turn(number: int, among: int) -> int:
    """Whose turn it is: even for any rows that follow each other in even steps, as a list that mixes villages
    leaves them. The multiplier is 2^32 over the golden ratio, the remainder modulo 2^32 a share of it.
    """
    return (number * 2_654_435_769 % 2**32) * among >> 32


def goes(due: DueVisit, rota: Rota, acting: Acting) -> Staff | None:
    """Whoever owes this visit now; None when there is nobody at all."""
    return goes_as(due.period.visitor, due.household, rota, acting)


def goes_as(visitor: Visitor, household: Visited, rota: Rota, acting: Acting) -> Staff | None:
    """Whoever goes to a household in that standing now."""
    named = household.named_for(visitor)
    staff = None if named is None else acting.get(named)
    return rota.goes_to(household) if staff is None else staff


def stand_ins_for(named: Iterable[Staff], posts: Iterable[Post]) -> dict[int, Staff | None]:
    """Who goes for each of these officials; `posts` are those that they hold, with deputies and stand-ins."""
    found: dict[int, Staff | None] = {staff.id: staff if staff.present else None for staff in named}
    for post in sorted(posts, key=lambda post: post.role is not Role.RESPONSIBLE_OFFICER):
        holder = post.holder
        if holder is not None and found.get(holder.id, holder) is None:
            found[holder.id] = post.on_duty
    return found
