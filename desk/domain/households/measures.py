"""Measures beside those of a county's list: what officials agreed on is never lost to it."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.households.household import Household, Measure, RiskType


def with_listed(before: Household, listed: Household) -> Household:
    """The household as a list has it, with the measures that the register knows better.

    What came with an earlier list and is not in this one goes, unless somebody has done it since.
    """
    words = {measure.words for measure in listed.measures}
    kept = [measure for measure in before.measures if measure.words in words or not _of_a_list(measure)]
    known = {measure.words for measure in kept}
    new = [measure for measure in listed.measures if measure.words not in known]
    return replace(listed, measures=(*kept, *new))


def with_new(before: Household, listed: Household) -> Household:
    """The household as a list has it, with what the register knows and what the list adds to that."""
    known = {measure.words for measure in before.measures}
    new = [measure for measure in listed.measures if measure.words not in known]
    return replace(listed, measures=(*before.measures, *new))


def unhelped(household: Household) -> tuple[RiskType, ...]:
    """The risks against which no measure was agreed on."""
    helped = {measure.risk for measure in household.measures}
    return tuple(risk for risk in household.risks if risk not in helped)


def _of_a_list(measure: Measure) -> bool:
    return measure.planned_by is None and measure.done_on is None
