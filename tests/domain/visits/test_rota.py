"""Who goes: every window has one goer, the same one while the posts stay, and monitors share evenly."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.people.people import Post, Role, Staff
from desk.domain.visits.duties import Visitor
from desk.domain.visits.rota import Acting, Rota, goes, stand_ins_for
from desk.domain.visits.visit import DueVisit, Period, Visited
from tests.village import AREAS, COUNTY, MONDAY, OTHER_TOWN, TOWN, VILLAGE

POSTS = {1: VILLAGE, 2: VILLAGE, 3: TOWN, 4: COUNTY, 5: OTHER_TOWN, 6: VILLAGE}
ROLES = {1: Role.VILLAGE_MONITOR, 2: Role.VILLAGE_MONITOR, 6: Role.VILLAGE_MONITOR, 4: Role.COUNTY_OFFICE}
IN_LINE = (1, 2, 6, 3, 4)


def staff(number: int, *, present: bool = True) -> Staff:
    return Staff(number, f"S{number}", "", user_id=number if present else None)


def post(number: int, *, present: bool = True, stand_in: Staff | None = None) -> Post:
    role = ROLES.get(number, Role.TOWN_DESK)
    return Post(number, role, POSTS[number], None, staff(number, present=present), stand_in, MONDAY)


def due(home: int, visitor: Visitor = Visitor.MONITOR, officer_id: int | None = None) -> DueVisit:
    period = Period(home, home, "any", visitor, date(2026, 11, 1), date(2026, 11, 30))
    return DueVisit(period, Visited(home, VILLAGE, officer_id, None))


def rota(*present: int) -> Rota:
    return Rota([post(number, present=number in present) for number in POSTS], AREAS)


def goer(home: int, *present: int) -> int | None:
    found = goes(due(home), rota(*present), {})
    return None if found is None else found.id


@given(st.integers(1, 100_000), st.sets(st.sampled_from(sorted(POSTS))))
def test_whoever_of_the_village_is_there_goes_then_the_town_then_the_county(
    home: int, present: set[int]
) -> None:
    found = goer(home, *present)

    monitors, desks = present & {1, 2, 6}, [one for one in (3, 4) if one in present]
    if monitors:
        assert found in monitors
    else:
        assert found == (desks[0] if desks else None)


@given(st.integers(1, 100_000), st.sets(st.sampled_from(IN_LINE), min_size=1))
def test_each_household_falls_to_the_same_one_while_posts_stay(home: int, present: set[int]) -> None:
    assert len({goer(home, *order) for order in (sorted(present), sorted(present, reverse=True))}) == 1
    of_all = goer(home, *IN_LINE)
    if of_all in present:  # who is away changes nothing for those who are there
        assert goer(home, *present) == of_all


@given(
    st.integers(1, 100_000), st.integers(1, 12), st.integers(40, 200), st.sampled_from([(1, 2), (1, 2, 6)])
)
def test_monitors_of_one_village_share_its_households_evenly(
    first: int, step: int, count: int, monitors: tuple[int, ...]
) -> None:
    """However the villages of a list were mixed when it was entered."""
    shared = Rota([post(number) for number in monitors], AREAS)
    homes = [Visited(first + step * number, VILLAGE, None, None) for number in range(count)]

    share = Counter(found.id for home in homes if (found := shared.goes_to(home)) is not None)

    assert share.total() == count
    fair = count / len(monitors)
    assert all(abs(share[one] - fair) <= (3 if step == 1 else 8) for one in monitors)


@given(
    st.integers(1, 1000),
    st.sampled_from(Visitor),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from(sorted(POSTS))),
)
def test_the_named_official_goes_else_who_acts_for_them_else_the_village(
    home: int, visitor: Visitor, there: bool, has_stand_in: bool, present: set[int]
) -> None:
    named = staff(9, present=there)
    stand_in = staff(10) if has_stand_in else None
    post_of_named = Post(9, Role.RESPONSIBLE_OFFICER, TOWN, None, named, stand_in, MONDAY)
    acting: Acting = stand_ins_for([named], [post_of_named])

    found = goes(due(home, visitor, officer_id=9), rota(*present), acting)

    if visitor is not Visitor.OFFICER or not (there or has_stand_in):
        assert (found and found.id) == goer(home, *present)
    else:
        assert found is not None
        assert found.id == (9 if there else 10)


@pytest.mark.parametrize("seat", [None, 1])
def test_who_takes_a_seat_over_gets_the_same_households(seat: int | None) -> None:
    before = Rota([post(1), post(2)], AREAS)
    heir = Post(77, Role.VILLAGE_MONITOR, VILLAGE, None, staff(77), None, MONDAY, seat=seat)
    after = Rota([post(2), heir], AREAS)

    homes = [Visited(number, VILLAGE, None, None) for number in range(1, 60)]
    moved = [
        home.id
        for home in homes
        if (was := before.goes_to(home)) and (now := after.goes_to(home)) and (was.id == 2) != (now.id == 2)
    ]

    assert (moved == []) == (seat == 1)
