"""In any organisation with its two mandatory posts every case has one present and permitted person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.handing_over.routing import CHOSEN, NOBODY, Organisation, StepCode, above, accountable
from desk.domain.handing_over.seats import barred_by, seats_of
from desk.domain.people.people import Post, Role, Staff

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)
COUNTY, TOWNS, VILLAGES = "1", ("11", "12"), ("111", "112", "121")
AREAS = Areas(
    "2023",
    [
        Area(COUNTY, "County", Level.COUNTY, None),
        *(Area(code, f"Town {code}", Level.TOWN, COUNTY) for code in TOWNS),
        *(Area(code, f"Village {code}", Level.VILLAGE, code[:2]) for code in VILLAGES),
    ],
)
DEPARTMENTS = ("water", "health")
WHERE = {
    Role.VILLAGE_MONITOR: VILLAGES,
    Role.TOWN_DESK: TOWNS,
    Role.DEPARTMENT_DESK: (COUNTY, *TOWNS),
    Role.LEADER: (COUNTY, *TOWNS),
    Role.COUNTY_OFFICE: (COUNTY,),
    Role.RESPONSIBLE_OFFICER: VILLAGES,
    Role.INSPECTOR: (COUNTY,),
}
DUTY = Staff(1, "duty", "1", user_id=1)
COMPLAINTS = Staff(2, "complaints", "2", user_id=2)
# Ordinary people hold anything, several posts at once; those of the mandatory posts hold nothing else.
PEOPLE = st.builds(
    Staff,
    id=st.integers(10, 17),
    name=st.just("official"),
    phone=st.just("3"),
    user_id=st.none() | st.just(9),
    reachable=st.booleans(),
    revoked=st.booleans(),
    away=st.booleans(),
)


@st.composite
def organisations(draw: st.DrawFn) -> list[Post]:
    posts = [
        Post(1, Role.COUNTY_OFFICE, COUNTY, None, DUTY, None, LONG_AGO),
        Post(2, Role.COMPLAINTS, COUNTY, None, COMPLAINTS, None, LONG_AGO),
    ]
    for number in range(draw(st.integers(0, 10))):
        role = draw(st.sampled_from(sorted(WHERE)))
        post = Post(
            id=10 + number,
            role=role,
            area_code=draw(st.sampled_from(WHERE[role])),
            department=draw(st.sampled_from(DEPARTMENTS)) if role is Role.DEPARTMENT_DESK else None,
            holder=draw(st.none() | PEOPLE),
            stand_in=draw(st.none() | PEOPLE),
            valid_from=draw(st.sampled_from([LONG_AGO, NOW + timedelta(days=1)])),
            valid_to=draw(st.sampled_from([None, NOW, NOW + timedelta(days=1)])),
            deputy=draw(st.none() | PEOPLE),
        )
        posts.append(post)
    return posts


HOLDS = st.sampled_from(
    [
        *(Hold(level) for level in Level),
        *(Hold(level, department) for level in (Level.TOWN, Level.COUNTY) for department in DEPARTMENTS),
        Hold(Level.COUNTY, outside=True),
    ]
)
PLACES = st.sampled_from([area.code for area in AREAS])


def over(posts: list[Post], place: str, barred: frozenset[int] = NOBODY) -> Organisation:
    line = AREAS.line(place)
    codes = {area.code for area in line}
    return Organisation([post for post in posts if post.area_code in codes], line, NOW, barred)


@given(organisations(), HOLDS, PLACES)
def test_every_case_has_one_accountable_person_who_is_there(
    posts: list[Post], hold: Hold, place: str
) -> None:
    choice = accountable(over(posts, place), hold)

    assert choice.staff.present
    assert choice.staff in choice.post.people
    assert choice.seat in seats_of(hold)
    assert choice.steps[-1].code in CHOSEN
    assert all(step.code not in CHOSEN for step in choice.steps[:-1])
    assert accountable(over(posts[::-1], place), hold).staff.id == choice.staff.id


@given(organisations(), PLACES, st.data())
def test_a_complaint_about_anybody_is_held_by_somebody_who_is_neither_they_nor_below_them(
    posts: list[Post], place: str, data: st.DataObject
) -> None:
    people = {staff.id: staff for post in posts for staff in post.people}
    accused = people[data.draw(st.sampled_from(sorted(people)))]
    theirs = [post for post in posts if any(staff.id == accused.id for staff in post.people)]
    barred = barred_by(theirs, posts, AREAS) | {accused.id}
    organisation = over(posts, place, barred)
    outside = Hold(Level.COUNTY, outside=True)

    choice = accountable(organisation, outside)

    assert choice.staff.present
    assert choice.staff.id not in barred
    assert all(ruling.staff.id not in barred for ruling in above(organisation, outside))
    if COMPLAINTS.id not in barred:
        assert choice.staff is COMPLAINTS


@given(organisations(), HOLDS, PLACES)
def test_whoever_rules_is_there_and_is_not_the_one_who_is_accountable(
    posts: list[Post], hold: Hold, place: str
) -> None:
    organisation = over(posts, place)
    own = accountable(organisation, hold)

    rulings = list(above(organisation, hold))

    assert all(ruling.staff.present and ruling.staff.id != own.staff.id for ruling in rulings)


@given(organisations(), HOLDS, PLACES)
def test_when_the_accountable_person_goes_away_somebody_else_is_found(
    posts: list[Post], hold: Hold, place: str
) -> None:
    before = accountable(over(posts, place), hold).staff
    if before in (DUTY, COMPLAINTS):
        return  # behind these there is nobody: a county keeps a stand-in for them

    def gone(staff: Staff | None) -> Staff | None:
        return replace(staff, away=True) if staff is not None and staff.id == before.id else staff

    later = [
        replace(post, holder=gone(post.holder), stand_in=gone(post.stand_in), deputy=gone(post.deputy))
        for post in posts
    ]
    choice = accountable(over(later, place), hold)

    assert choice.staff.present
    assert choice.staff.id != before.id
    assert any(step.code is StepCode.AWAY for step in choice.steps)
