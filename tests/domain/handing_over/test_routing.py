from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.handing_over import routing
from desk.domain.handing_over.routing import Choice, Organisation, StepCode, Unrouted
from desk.domain.handing_over.seats import LEVELS
from desk.domain.people.people import Post, Role, Staff

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)
COUNTY, TOWN, VILLAGE = "370283000000", "370283122000", "370283122215"
AREAS = Areas(
    "2023-06-30",
    [
        Area(COUNTY, "County", Level.COUNTY, None),
        Area(TOWN, "Town", Level.TOWN, COUNTY),
        Area(VILLAGE, "Village", Level.VILLAGE, TOWN),
    ],
)
LINE = AREAS.line(VILLAGE)
CODE_AT = {Level.VILLAGE: VILLAGE, Level.TOWN: TOWN, Level.COUNTY: COUNTY}


ROLE_AT = {
    Level.VILLAGE: Role.VILLAGE_MONITOR,
    Level.TOWN: Role.TOWN_DESK,
    Level.COUNTY: Role.COUNTY_OFFICE,
}


def accountable(posts: Sequence[Post], line: Sequence[Area], level: Level, now: datetime) -> Choice:
    return routing.accountable(Organisation(posts, line, now), Hold(level))


def superior(posts: Sequence[Post], line: Sequence[Area], level: Level, now: datetime) -> Choice | None:
    return routing.superior(Organisation(posts, line, now), Hold(level))


def official(number: int, *, joined: bool = True, reachable: bool = True, revoked: bool = False) -> Staff:
    """Somebody on the staff list."""
    return Staff(
        number,
        f"official {number}",
        "13800000000",
        user_id=number if joined else None,
        reachable=reachable,
        revoked=revoked,
    )


def post(level: Level, holder: Staff | None, stand_in: Staff | None = None, number: int = 0) -> Post:
    """A post of the line at that level."""
    return Post(
        number or LEVELS.index(level) + 1, ROLE_AT[level], CODE_AT[level], None, holder, stand_in, LONG_AGO
    )


MONITOR, TOWN_OFFICER, DUTY_OFFICER = official(1), official(2), official(3)
TOWN_POST, DUTY_POST = post(Level.TOWN, TOWN_OFFICER), post(Level.COUNTY, DUTY_OFFICER)


def codes(posts: list[Post]) -> list[StepCode]:
    return [step.code for step in accountable(posts, LINE, Level.VILLAGE, NOW).steps]


def test_the_monitor_of_the_village_answers_first() -> None:
    choice = accountable([DUTY_POST, TOWN_POST, post(Level.VILLAGE, MONITOR)], LINE, Level.VILLAGE, NOW)

    assert choice.staff is MONITOR
    assert choice.level is Level.VILLAGE
    assert [step.code for step in choice.steps] == [StepCode.CHOSEN_HOLDER]


def test_a_case_that_was_passed_up_goes_past_the_village() -> None:
    posts = [post(Level.VILLAGE, MONITOR), TOWN_POST, DUTY_POST]

    assert accountable(posts, LINE, Level.TOWN, NOW).staff is TOWN_OFFICER
    assert accountable(posts, LINE, Level.COUNTY, NOW).staff is DUTY_OFFICER


@pytest.mark.parametrize(
    ("holder", "why"),
    [
        (None, StepCode.VACANT),
        (official(1, joined=False), StepCode.NOT_JOINED),
        (official(1, reachable=False), StepCode.UNREACHABLE),
        (official(1, revoked=True), StepCode.REVOKED),
    ],
)
def test_who_is_absent_is_skipped_to_the_stand_in_and_it_is_said_why(
    holder: Staff | None, why: StepCode
) -> None:
    stand_in = official(4)
    posts = [post(Level.VILLAGE, holder, stand_in), TOWN_POST, DUTY_POST]

    choice = accountable(posts, LINE, Level.VILLAGE, NOW)

    assert choice.staff is stand_in
    assert choice.stands_in
    assert codes(posts) == [why, StepCode.CHOSEN_STAND_IN]


def test_with_nobody_in_the_village_the_town_answers() -> None:
    posts = [post(Level.VILLAGE, None, official(4, joined=False)), TOWN_POST, DUTY_POST]

    choice = accountable(posts, LINE, Level.VILLAGE, NOW)

    assert choice.staff is TOWN_OFFICER
    assert choice.level is Level.TOWN
    assert codes(posts) == [StepCode.VACANT, StepCode.NOT_JOINED, StepCode.CHOSEN_HOLDER]


def test_a_place_known_only_by_its_town_goes_to_the_town() -> None:
    posts = [post(Level.VILLAGE, MONITOR), TOWN_POST, DUTY_POST]

    choice = accountable(posts, AREAS.line(TOWN), Level.VILLAGE, NOW)

    assert choice.staff is TOWN_OFFICER
    assert choice.steps[0].code is StepCode.NO_AREA


def test_a_post_counts_only_while_it_is_held() -> None:
    ended = Post(9, Role.VILLAGE_MONITOR, VILLAGE, None, MONITOR, None, LONG_AGO, NOW)
    to_come = Post(8, Role.VILLAGE_MONITOR, VILLAGE, None, MONITOR, None, NOW + timedelta(days=1))

    choice = accountable([ended, to_come, TOWN_POST, DUTY_POST], LINE, Level.VILLAGE, NOW)

    assert choice.staff is TOWN_OFFICER


def test_a_duty_officer_who_never_joined_is_accountable_when_nobody_else_is_there() -> None:
    never_joined = official(3, joined=False)

    choice = accountable([post(Level.COUNTY, never_joined)], LINE, Level.VILLAGE, NOW)

    assert choice.staff is never_joined
    assert not choice.staff.present
    assert choice.steps[-1].code is StepCode.CHOSEN_ABSENT


def test_a_county_without_anybody_is_an_error_and_not_a_silence() -> None:
    with pytest.raises(Unrouted):
        accountable([post(Level.COUNTY, None)], LINE, Level.VILLAGE, NOW)


def test_the_superior_stands_above_the_level_really_used() -> None:
    vacant_village = [post(Level.VILLAGE, None), TOWN_POST, DUTY_POST]
    full = [post(Level.VILLAGE, MONITOR), TOWN_POST, DUTY_POST]

    ruling_vacant = superior(vacant_village, LINE, Level.VILLAGE, NOW)
    ruling_full = superior(full, LINE, Level.VILLAGE, NOW)

    assert ruling_vacant is not None
    assert ruling_vacant.staff is DUTY_OFFICER
    assert ruling_full is not None
    assert ruling_full.staff is TOWN_OFFICER


def test_nobody_rules_their_own_dispute() -> None:
    both = [post(Level.VILLAGE, TOWN_OFFICER), TOWN_POST, DUTY_POST]

    ruling = superior(both, LINE, Level.VILLAGE, NOW)

    assert ruling is not None
    assert ruling.staff is DUTY_OFFICER
    assert superior(both, LINE, Level.COUNTY, NOW) is None


OFFICIALS = st.builds(
    official, st.integers(10, 40), joined=st.booleans(), reachable=st.booleans(), revoked=st.booleans()
)
POSTS = st.builds(
    post, st.sampled_from(Level), st.none() | OFFICIALS, st.none() | OFFICIALS, st.integers(5, 10_000)
)


@given(st.lists(POSTS, max_size=8), OFFICIALS.filter(lambda who: not who.revoked), st.sampled_from(Level))
def test_in_any_organisation_with_a_duty_officer_exactly_one_person_answers(
    others: list[Post], duty_officer: Staff, level: Level
) -> None:
    posts = [*others, post(Level.COUNTY, duty_officer)]

    choice = accountable(posts, LINE, level, NOW)

    present = [
        staff
        for one in posts
        for staff in (one.holder, one.stand_in)
        if staff is not None and staff.present and LEVELS.index(_level(one)) >= LEVELS.index(level)
    ]
    assert choice.staff.present == bool(present)
    assert choice.staff.id in {staff.id for staff in (choice.post.holder, choice.post.stand_in) if staff}
    assert choice.steps[-1].staff is choice.staff
    assert accountable(list(reversed(posts)), LINE, level, NOW).staff.id == choice.staff.id or _twins(posts)


@given(st.lists(POSTS, max_size=8), st.sampled_from(Level))
def test_in_any_organisation_the_superior_is_higher_and_somebody_else(
    others: list[Post], level: Level
) -> None:
    posts = [*others, DUTY_POST]

    own, above = accountable(posts, LINE, level, NOW), superior(posts, LINE, level, NOW)

    if above is not None:
        assert above.staff.id != own.staff.id
        assert LEVELS.index(above.level) > LEVELS.index(own.level)
        assert above.staff.present


def _level(one: Post) -> Level:
    return next(level for level, role in ROLE_AT.items() if role is one.role)


def _twins(posts: list[Post]) -> bool:
    """Whether two posts have the same number, which a database does not allow."""
    return len({one.id for one in posts}) < len(posts)
