"""What experience says should be looked at before deciding: pointed out on the card, never in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desk.domain.county.rules import Procedures
from desk.domain.households.household import Household
from desk.domain.households.measures import unhelped
from desk.domain.procedures.procedure import FEWEST_NOTICE_DAYS, Condition, Procedure, ProcedureKind, Stage


class Concern(StrEnum):
    """What should be looked at."""

    MEASURE_MISSING = "measure_missing"  # entered a month ago, and nothing was agreed on
    RISK_UNHELPED = "risk_unhelped"  # a risk without a measure against it
    EARLY_EXIT = "early_exit"  # it came under watch only lately
    BELOW_LINE = "below_line"
    NOT_MET = "not_met"  # another condition of an exit is answered with no
    SHORT_NOTICE = "short_notice"
    NO_VOTES = "no_votes"
    NO_VISIT = "no_visit"  # nobody was there lately


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """What is known when a card is made. `entered_at` is when it last came under watch, where the desk knows.

    `visited_at` is the last visit; `visits_known` whether visits to this household are recorded at all.
    """

    procedure: Procedure
    household: Household
    now: datetime
    entered_at: datetime | None = None
    visited_at: datetime | None = None
    visits_known: bool = False


def concerns(facts: ConcernFacts, rules: Procedures) -> tuple[Concern, ...]:
    """Everything to be pointed out, in the order of the list."""
    return tuple(concern for concern in Concern if _LOOKS[concern](facts, rules))


def _is_exit(facts: ConcernFacts) -> bool:
    return facts.procedure.kind is ProcedureKind.EXIT


def _measure_missing(facts: ConcernFacts, rules: Procedures) -> bool:
    entered = facts.procedure.entered_at or facts.entered_at
    month = timedelta(days=rules.measures_days)
    return entered is not None and not facts.household.measures and facts.now > entered + month


def _risk_unhelped(facts: ConcernFacts, _rules: Procedures) -> bool:
    """Only of a household that is, or is about to be, helped; before it is entered nothing is owed."""
    entered = facts.procedure.stage in {Stage.MEASURES, Stage.DONE} or _is_exit(facts)
    return entered and bool(unhelped(facts.household))


def _early_exit(facts: ConcernFacts, rules: Procedures) -> bool:
    early = timedelta(days=rules.early_exit_days)
    return _is_exit(facts) and facts.entered_at is not None and facts.now < facts.entered_at + early


def _assessed(facts: ConcernFacts) -> bool:
    return _is_exit(facts) and facts.procedure.stage is not Stage.ASSESSMENT


def _below_line(facts: ConcernFacts, _rules: Procedures) -> bool:
    return _assessed(facts) and Condition.LINE not in facts.procedure.met


def _not_met(facts: ConcernFacts, _rules: Procedures) -> bool:
    others = set(Condition) - {Condition.LINE}
    return _assessed(facts) and not others <= set(facts.procedure.met)


def _short_notice(facts: ConcernFacts, rules: Procedures) -> bool:
    posted, ended = facts.procedure.posted_at, facts.procedure.notice_ended_at
    days = timedelta(days=max(rules.notice_days, FEWEST_NOTICE_DAYS))
    return posted is not None and ended is not None and ended < posted + days


def _no_votes(facts: ConcernFacts, _rules: Procedures) -> bool:
    return facts.procedure.votes is not None and not facts.procedure.votes.cast


def _no_visit(facts: ConcernFacts, rules: Procedures) -> bool:
    if not (_is_exit(facts) and facts.visits_known):
        return False
    return facts.visited_at is None or facts.now > facts.visited_at + timedelta(days=rules.visit_days)


_LOOKS: Final[Mapping[Concern, Callable[[ConcernFacts, Procedures], bool]]] = {
    Concern.MEASURE_MISSING: _measure_missing,
    Concern.RISK_UNHELPED: _risk_unhelped,
    Concern.EARLY_EXIT: _early_exit,
    Concern.BELOW_LINE: _below_line,
    Concern.NOT_MET: _not_met,
    Concern.SHORT_NOTICE: _short_notice,
    Concern.NO_VOTES: _no_votes,
    Concern.NO_VISIT: _no_visit,
}
