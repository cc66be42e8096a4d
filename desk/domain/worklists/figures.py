"""The figures that the desk is measured by, each with what was counted over what.

A period's figures are over the cases that were accepted in it (受理), wherever they stand now. Cases that
were withdrawn or joined to another one are nobody's work and count nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.cases.case import Kind, Rating, State
from desk.domain.county.areas import Level

_NOBODYS_WORK = frozenset({State.WITHDRAWN, State.MERGED})
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What the figures need to know of one case: no words, no persons."""

    kind: Kind
    state: State
    submitted_at: datetime
    accepted_at: datetime
    reply_due_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    closed_level: Level | None
    rating: Rating | None
    reopened: int
    transfers: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of so many so many; without any there is no share."""

    counted: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1, or None."""
        return self.counted / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of wall hours, with over how many it was taken."""

    hours: float
    of: int

    @property
    def mean(self) -> float | None:
        """In hours, or None."""
        return self.hours / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period; what each is over stands in process order."""

    accepted: int
    closed: Ratio  # 办结率: of the accepted
    in_time: Ratio  # 按时办结率: answered by the deadline, of the closed
    replied: Ratio  # 回复率: of the accepted
    satisfied: Ratio  # 满意率: of the call-backs that were answered
    answered: Ratio  # call-backs that were answered, of the closed
    in_village: Ratio  # 村级办结比例: of the closed
    reopened: Ratio  # 重办率: at least once, of the accepted
    to_accept: Mean  # first answer: from submitted to taken up for the first time
    to_resolve: Mean  # 平均办理时长: from submitted to answered
    to_close: Mean  # … to closed: an official is not blamed for a resident's slow answer
    transfers: Ratio  # how often a case changed hands, over the accepted
    complaints: Ratio  # of the accepted

    def by_name(self) -> dict[str, float | int | None]:
        """Each figure as a number, for machines."""
        ratios = ("closed", "in_time", "replied", "satisfied", "answered", "in_village", "reopened")
        return {
            "accepted": self.accepted,
            **{name: getattr(self, name).share for name in ratios},
            "transfers": self.transfers.share,
            "complaints": self.complaints.share,
            "hours_to_accept": self.to_accept.mean,
            "hours_to_resolve": self.to_resolve.mean,
            "hours_to_close": self.to_close.mean,
        }


def figures_over(facts: Iterable[CaseFact], *, mostly_counts: bool = True) -> Figures:
    """Count. `mostly_counts` says whether 还行 is satisfied."""
    cases = [fact for fact in facts if fact.state not in _NOBODYS_WORK]
    closed = [fact for fact in cases if fact.state is State.CLOSED]
    rated = [fact for fact in closed if fact.rating not in (None, Rating.UNRATED)]
    content = {Rating.SATISFIED, Rating.MOSTLY} if mostly_counts else {Rating.SATISFIED}
    return Figures(
        accepted=len(cases),
        closed=Ratio(len(closed), len(cases)),
        in_time=_ratio(closed, _in_time),
        replied=_ratio(cases, lambda fact: fact.resolved_at is not None or fact.reopened > 0),
        satisfied=_ratio(rated, lambda fact: fact.rating in content),
        answered=Ratio(len(rated), len(closed)),
        in_village=_ratio(closed, lambda fact: fact.closed_level is Level.VILLAGE),
        reopened=_ratio(cases, lambda fact: fact.reopened > 0),
        to_accept=_mean(cases, lambda fact: fact.accepted_at),
        to_resolve=_mean(cases, lambda fact: fact.resolved_at),
        to_close=_mean(closed, lambda fact: fact.closed_at),
        transfers=Ratio(sum(fact.transfers for fact in cases), len(cases)),
        complaints=_ratio(cases, lambda fact: fact.kind is Kind.COMPLAINT),
    )


def _in_time(fact: CaseFact) -> bool:
    return fact.resolved_at is not None and fact.resolved_at <= fact.reply_due_at


def _ratio(facts: list[CaseFact], counts: Callable[[CaseFact], bool]) -> Ratio:
    return Ratio(sum(1 for fact in facts if counts(fact)), len(facts))


def _mean(facts: list[CaseFact], ended: Callable[[CaseFact], datetime | None]) -> Mean:
    hours = [(end - fact.submitted_at) / _HOUR for fact in facts if (end := ended(fact)) is not None]
    return Mean(sum(hours), len(hours))
