"""Completion adds up whatever is ticked in whatever order, and a seed draws the same sample every time."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.sweeps.samples import Drawing, Lot, draw
from desk.domain.sweeps.sweep import Progress, Sweep, TickResult, progress_of, together

TICKS = st.lists(st.one_of(st.none(), st.sampled_from(TickResult)))
NUMBERS = st.lists(st.text(min_size=1, max_size=6), unique=True, min_size=1, max_size=40)
SEEDS = st.text(max_size=8)


@given(TICKS)
def test_what_is_done_and_what_is_left_are_all_of_it(found: list[TickResult | None]) -> None:
    progress = together(map(progress_of, found))

    assert progress.total == len(found)
    assert progress.done + progress.left == progress.total
    assert progress.left == found.count(None)
    assert (progress.fine, progress.problem, progress.missing) == tuple(map(found.count, TickResult))


@given(TICKS)
def test_a_hundred_percent_means_that_nothing_is_left(found: list[TickResult | None]) -> None:
    progress = together(map(progress_of, found))

    assert (progress.percent == 100) == (progress.left == 0)
    assert 0 <= progress.percent <= 100


@given(TICKS, st.integers(min_value=0))
def test_the_whole_is_the_sum_of_its_parts_however_it_is_cut(
    found: list[TickResult | None], cut: int
) -> None:
    parts = [together(map(progress_of, part)) for part in (found[:cut], found[cut:])]

    assert parts[0] + parts[1] == together(map(progress_of, found))


@given(st.sampled_from([None, *TickResult]), st.sampled_from(list(TickResult)))
def test_a_correction_moves_one_object_and_changes_no_total(
    before: TickResult | None, after: TickResult
) -> None:
    was, now = progress_of(before), progress_of(after)

    assert now.total == was.total
    assert now.done - was.done == int(before is None)


def lots(numbers: list[str]) -> list[Lot]:
    """What may be drawn."""
    return [Lot(row, number, TickResult.FINE) for row, number in enumerate(numbers, 1)]


@given(NUMBERS, SEEDS, st.integers(1, 50), st.randoms())
def test_a_sample_depends_on_its_seed_and_on_nothing_else(
    numbers: list[str], seed: str, size: int, order: Random
) -> None:
    whole = lots(numbers)
    mixed = order.sample(whole, len(whole))
    drawing, cut = Drawing(seed, size), order.randint(0, len(whole))

    for some in (mixed[:cut], mixed[cut:]):
        drawing.take(some)

    assert drawing.drawn() == draw(seed, size, whole)
    assert drawing.population == len(whole)


@given(NUMBERS, SEEDS, st.integers(1, 50))
def test_a_sample_has_its_size_and_nobody_twice(numbers: list[str], seed: str, size: int) -> None:
    drawn = draw(seed, size, lots(numbers))

    assert len(drawn) == len(set(drawn)) == min(size, len(numbers))


@given(NUMBERS, SEEDS, st.integers(1, 49))
def test_a_larger_sample_holds_the_smaller_one(numbers: list[str], seed: str, size: int) -> None:
    smaller, larger = (draw(seed, count, lots(numbers)) for count in (size, size + 1))

    assert larger[:size] == smaller


def test_another_seed_draws_others() -> None:
    whole = lots([str(n) for n in range(1000)])

    drawn = {tuple(lot.number for lot in draw(seed, 10, whole)) for seed in "甲乙丙丁"}

    assert len(drawn) == 4
    assert [lot.number for lot in draw("甲", 3, whole)] == FIRST_OF_A_THOUSAND


# The algorithm is named with every sample: this must never change under the same name.
FIRST_OF_A_THOUSAND = ["307", "143", "363"]


def test_the_days_over_are_counted_from_the_last_day() -> None:
    sweep = Sweep(1, "排查", "house", "", date(2026, 12, 4))

    assert [sweep.days_over(date(2026, 12, day)) for day in (1, 4, 5, 11)] == [0, 0, 1, 7]
    assert Progress().percent == 100
