"""A complaint about an official never reaches that official, nor anybody below them: whatever the chart.

Charts are generated: several towns and villages, departments at the county and in a town, leaders, stand-ins,
deputies, people on leave, people with several posts. Who is below whom is stated here once more, by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.handing_over.routing import Organisation, Unrouted, above, accountable
from desk.domain.handing_over.seats import barred_by
from desk.domain.people.people import Post, Role, Staff

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)
COUNTY, TOWNS = "370283000000", ("370283122000", "370283119000")
VILLAGES = ("370283122215", "370283122381", "370283119267")
AREAS = Areas(
    "2023",
    [
        Area(COUNTY, "County", Level.COUNTY, None),
        *(Area(code, code, Level.TOWN, COUNTY) for code in TOWNS),
        *(Area(code, code, Level.VILLAGE, code[:9] + "000") for code in VILLAGES),
    ],
)
OUTSIDE = Hold(Level.COUNTY, outside=True)
PLACES = {
    Role.VILLAGE_MONITOR: VILLAGES,
    Role.RESPONSIBLE_OFFICER: VILLAGES,
    Role.TOWN_DESK: TOWNS,
    Role.COUNTY_OFFICE: (COUNTY,),
    Role.DEPARTMENT_DESK: (COUNTY, *TOWNS),
    Role.LEADER: (COUNTY, *TOWNS),
    Role.INSPECTOR: (COUNTY,),
}
RECEIVER = Staff(1, "receiver", "", user_id=1)
DUTY = Staff(2, "duty", "", user_id=2)
# The two posts without which no county starts, held by two people of whom the first stands outside the line.
MANDATORY = (
    Post(1, Role.COMPLAINTS, COUNTY, None, RECEIVER, None, LONG_AGO),
    Post(2, Role.COUNTY_OFFICE, COUNTY, None, DUTY, None, LONG_AGO),
)


@st.composite
def charts(draw: st.DrawFn) -> list[Post]:
    """Posts of a county beside the mandatory ones; the same people turn up in several."""
    people = [
        Staff(number, f"official {number}", "", user_id=number, away=draw(st.booleans()))
        for number in range(10, 10 + draw(st.integers(2, 9)))
    ]
    someone, perhaps = st.sampled_from(people), st.none() | st.sampled_from(people)
    posts = []
    for number in range(3, 3 + draw(st.integers(1, 14))):
        role = draw(st.sampled_from(list(PLACES)))
        department = draw(st.sampled_from(("water", "health"))) if role is Role.DEPARTMENT_DESK else None
        place = draw(st.sampled_from(PLACES[role]))
        holder = draw(someone)
        deputy = draw(perhaps) if holder.away else None
        posts.append(Post(number, role, place, department, holder, draw(perhaps), LONG_AGO, None, deputy))
    return [*posts, *MANDATORY]


def officials(posts: Sequence[Post]) -> dict[int, Staff]:
    return {staff.id: staff for post in posts for staff in post.people}


def posts_of(staff_id: int, posts: Sequence[Post]) -> list[Post]:
    return [post for post in posts if any(one.id == staff_id for one in post.people)]


def stands_below(low: Post, high: Post) -> bool:
    """By hand: who is told what to do by whom."""
    if {low.role, high.role} & {Role.COMPLAINTS, Role.INSPECTOR}:
        return False
    if high.role is Role.DEPARTMENT_DESK and low.department != high.department:
        return False
    if low.area_code != high.area_code:
        return high.area_code in {area.code for area in AREAS.line(low.area_code)}
    order = [
        {Role.RESPONSIBLE_OFFICER},
        {Role.VILLAGE_MONITOR, Role.DEPARTMENT_DESK},
        {Role.TOWN_DESK, Role.COUNTY_OFFICE},
        {Role.LEADER},
    ]
    low_rank, high_rank = (
        next(n for n, roles in enumerate(order) if one.role in roles) for one in (low, high)
    )
    return low_rank < high_rank


def barred_for(accused: int, posts: Sequence[Post]) -> set[int]:
    """The accused and everybody below them, by any post of either."""
    theirs = posts_of(accused, posts)
    return {accused} | {
        staff_id
        for staff_id in officials(posts)
        if any(stands_below(low, high) for low in posts_of(staff_id, posts) for high in theirs)
    }


def organisation(accused: int, posts: Sequence[Post], village: str) -> Organisation:
    """As an action makes it: the posts over the village, but for who is barred."""
    line = AREAS.line(village)
    over = [post for post in posts if post.area_code in {area.code for area in line}]
    others = [post for one in officials(over) for post in posts_of(one, posts)]
    barred = barred_by(posts_of(accused, posts), others, AREAS) | {accused}
    return Organisation(over, line, NOW, barred)


def reached(chart: Organisation) -> set[int]:
    """Everybody who is asked, rules, is alarmed or may look, in this order of things."""
    first = accountable(chart, OUTSIDE)
    return {first.staff.id, *(choice.staff.id for choice in above(chart, OUTSIDE))}


@given(charts(), st.sampled_from(VILLAGES))
def test_nobody_barred_is_ever_asked_about_a_complaint(posts: list[Post], village: str) -> None:
    for accused in officials(posts):
        chart = organisation(accused, posts, village)

        assert reached(chart).isdisjoint(barred_for(accused, posts)), accused


@given(charts(), st.sampled_from(VILLAGES))
def test_the_posts_that_a_county_must_have_leave_somebody_for_every_complaint(
    posts: list[Post], village: str
) -> None:
    for accused in officials(posts):
        chosen = accountable(organisation(accused, posts, village), OUTSIDE)

        assert chosen.staff.present
        assert chosen.staff.id != accused


@given(charts(), st.sampled_from(VILLAGES), st.data())
def test_it_stays_so_when_time_changes_who_holds_what(
    posts: list[Post], village: str, data: st.DataObject
) -> None:
    """Posts end and go to others, people go on leave with deputies, officials are revoked."""
    accused = data.draw(st.sampled_from(sorted(officials(posts))))
    people = list(officials(posts).values())
    later = []
    for post in posts:
        if post in MANDATORY or data.draw(st.booleans()):
            later.append(post)
            continue
        holder = replace(data.draw(st.sampled_from(people)), away=data.draw(st.booleans()))
        deputy = data.draw(st.none() | st.sampled_from(people))
        ended = NOW if data.draw(st.booleans()) else None
        later.append(replace(post, holder=holder, deputy=deputy, valid_to=ended))
    valid = [post for post in later if post.valid_to is None]

    try:
        found = reached(organisation(accused, valid, village))
    except Unrouted:
        found = set()  # everybody is barred: better nobody than one of them

    assert found.isdisjoint(barred_for(accused, valid))
