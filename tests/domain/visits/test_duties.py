"""Windows of visits, over any calendar: whoever is under a duty always has exactly one."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from desk.domain.households.household import Household, HouseholdClass, Member, MonitoredKind
from desk.domain.visits.duties import Duty, Every, Visitor, begins, first_window, window_of
from desk.domain.visits.visit import Pause, PauseReason, Period, lifted_by

DAY = timedelta(days=1)
days = st.dates(date(2023, 1, 1), date(2033, 12, 31))  # three leap years, and their ends
DUTY = Duty("any", Visitor.OFFICER, frozenset(HouseholdClass), Every.MONTH, date(2026, 1, 1))


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    """A duty with windows of any kind."""
    every = draw(st.sampled_from(Every))
    length = draw(st.integers(1, 366)) if every is Every.DAYS else 0
    return replace(DUTY, every=every, days=length, since=draw(days))


@given(duties(), days)
def test_every_day_lies_in_exactly_one_window_and_the_next_begins_where_it_ends(
    duty: Duty, day: date
) -> None:
    window = window_of(duty, day)

    following = window_of(duty, window.last + DAY)

    assert window.first <= day <= window.last
    assert following.first == window.last + DAY
    assert window_of(duty, window.first) == window == window_of(duty, window.last)


@given(duties(), days)
def test_a_window_begins_on_its_first_day_and_on_no_other(duty: Duty, day: date) -> None:
    assert begins(duty, day) == (window_of(duty, day - DAY) != window_of(duty, day))


@given(days)
@example(date(2028, 2, 29))
@example(date(2027, 2, 28))
@example(date(2026, 12, 31))
def test_a_month_ends_with_its_last_day_however_long_it_is(day: date) -> None:
    window = window_of(DUTY, day)

    assert (window.first.day, window.last.day) == (1, calendar.monthrange(day.year, day.month)[1])
    assert (window.first.month, window.last.month) == (day.month, day.month)


@given(days)
def test_quarters_and_years_are_those_of_the_calendar(day: date) -> None:
    quarter = window_of(replace(DUTY, every=Every.QUARTER), day)
    year = window_of(replace(DUTY, every=Every.YEAR), day)

    assert [quarter.first.month, quarter.last.month] in [[1, 3], [4, 6], [7, 9], [10, 12]]
    assert (year.first, year.last) == (date(day.year, 1, 1), date(day.year, 12, 31))
    assert year.first <= quarter.first <= day <= quarter.last <= year.last


@given(days, days, st.integers(1, 366))
def test_a_fortnight_has_fourteen_days_across_the_ends_of_years(since: date, day: date, length: int) -> None:
    window = window_of(replace(DUTY, every=Every.DAYS, days=length, since=since), day)

    assert window.days == length
    assert (window.first - since).days % length == 0


@given(duties(), days)
def test_whoever_comes_new_begins_that_day_and_has_half_a_window_at_least(duty: Duty, day: date) -> None:
    whole, first = window_of(duty, day), first_window(duty, day)

    assert first.first == day
    assert 2 * first.days >= whole.days
    assert first.last in (whole.last, window_of(duty, whole.last + DAY).last)
    assert (first == whole) == (day == whole.first)


def households() -> st.SearchStrategy[Household]:
    return st.builds(
        Household,
        st.just(1),
        st.just("1"),
        st.just("370283122215"),
        st.sampled_from(HouseholdClass),
        st.just((Member("王秀兰"),)),
        monitored_kind=st.none() | st.sampled_from(MonitoredKind),
        cadre_id=st.none() | st.just(7),
        lives_away=st.booleans(),
    )


@given(
    households(),
    st.sampled_from(Visitor),
    st.frozensets(st.sampled_from(HouseholdClass), min_size=1),
    st.frozensets(st.sampled_from(MonitoredKind)),
    st.sampled_from([None, False, True]),
)
def test_a_duty_is_for_whoever_every_part_of_its_line_fits(
    household: Household,
    visitor: Visitor,
    classes: frozenset[HouseholdClass],
    kinds: frozenset[MonitoredKind],
    away: bool | None,
) -> None:
    assume(not kinds or HouseholdClass.MONITORED in classes)  # the rules refuse it otherwise
    duty = replace(DUTY, visitor=visitor, classes=classes, kinds=kinds, away=away)
    if household.household_class is HouseholdClass.MONITORED and kinds:
        by_kind = household.monitored_kind in kinds
    else:
        by_kind = True  # kinds are of monitored households

    assert duty.is_for(household) == all(
        [
            household.household_class in classes,
            by_kind,
            away is None or away == household.lives_away,
            visitor is not Visitor.CADRE or household.cadre_id is not None,
        ]
    )


pauses = st.builds(
    lambda first, length: Pause(1, PauseReason.AWAY, first, first + timedelta(days=length)),
    st.dates(date(2026, 9, 1), date(2026, 12, 31)),
    st.integers(0, 90),
)


@given(st.dates(date(2026, 10, 1), date(2026, 12, 31)), st.integers(0, 60), st.lists(pauses, max_size=4))
def test_a_window_is_lifted_when_its_end_or_more_than_half_of_it_is_paused(
    first: date, length: int, found: list[Pause]
) -> None:
    window = [first + timedelta(days=number) for number in range(length + 1)]
    period = Period(1, 1, "any", Visitor.OFFICER, window[0], window[-1])

    lifted = lifted_by(period, found)

    free = [day for day in window if not any(one.from_on <= day <= one.until_on for one in found)]
    assert lifted == (window[-1] not in free or 2 * len(free) < len(window))
