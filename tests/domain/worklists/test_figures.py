from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desk.domain.cases.case import Kind, Rating, State
from desk.domain.county.areas import Level
from desk.domain.worklists.figures import CaseFact, figures_over

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLOSED = CaseFact(
    kind=Kind.HARDSHIP,
    state=State.CLOSED,
    submitted_at=MONDAY,
    accepted_at=MONDAY + timedelta(hours=1),
    reply_due_at=MONDAY + timedelta(days=5),
    resolved_at=MONDAY + timedelta(hours=10),
    closed_at=MONDAY + timedelta(hours=40),
    closed_level=Level.VILLAGE,
    rating=Rating.SATISFIED,
    reopened=0,
    transfers=0,
)
OPEN = replace(CLOSED, state=State.ACCEPTED, resolved_at=None, closed_at=None, closed_level=None, rating=None)


def test_a_figure_says_what_was_counted_over_what() -> None:
    figures = figures_over([CLOSED, replace(CLOSED, closed_level=Level.COUNTY), OPEN])

    assert (figures.accepted, figures.closed.counted, figures.closed.of) == (3, 2, 3)
    assert (figures.in_village.counted, figures.in_village.of) == (1, 2)
    assert figures.in_village.share == 0.5


def test_the_time_of_a_slow_resident_is_not_the_officials() -> None:
    figures = figures_over([CLOSED])

    assert figures.to_resolve.mean == 10
    assert figures.to_close.mean == 40


def test_silence_is_never_counted_as_satisfied() -> None:
    silent = replace(CLOSED, rating=Rating.UNRATED)

    figures = figures_over([CLOSED, silent, replace(CLOSED, rating=Rating.DISSATISFIED)])

    assert (figures.satisfied.counted, figures.satisfied.of) == (1, 2)
    assert (figures.answered.counted, figures.answered.of) == (2, 3)


def test_a_county_decides_whether_mostly_satisfied_counts() -> None:
    facts = [CLOSED, replace(CLOSED, rating=Rating.MOSTLY)]

    assert figures_over(facts).satisfied.share == 1
    assert figures_over(facts, mostly_counts=False).satisfied.share == 0.5


def test_an_answer_after_its_deadline_is_late_however_soon_the_case_was_closed() -> None:
    late = replace(CLOSED, resolved_at=CLOSED.reply_due_at + timedelta(minutes=1))

    assert figures_over([CLOSED, late]).in_time.share == 0.5


def test_what_was_taken_back_or_joined_is_nobodys_work() -> None:
    gone = [replace(OPEN, state=State.WITHDRAWN), replace(OPEN, state=State.MERGED)]

    assert figures_over([CLOSED, *gone]).accepted == 1


def test_a_case_that_was_opened_again_was_answered_once() -> None:
    again = replace(OPEN, state=State.REOPENED, reopened=1, transfers=2)

    figures = figures_over([again, CLOSED])

    assert figures.replied.share == 1
    assert figures.reopened.share == 0.5
    assert figures.transfers.share == 1


def test_the_four_zeros_are_a_time_and_three_shares() -> None:
    slow = replace(CLOSED, accepted_at=MONDAY + timedelta(hours=4), kind=Kind.COMPLAINT, transfers=1)

    figures = figures_over([CLOSED, slow])

    assert (figures.to_accept.mean, figures.complaints.share, figures.transfers.share) == (2.5, 0.5, 0.5)


def test_without_any_case_there_is_no_share_instead_of_a_hundred_percent() -> None:
    figures = figures_over([])

    assert figures.closed.share is None
    assert figures.to_resolve.mean is None
    assert set(figures.by_name().values()) == {0, None}
