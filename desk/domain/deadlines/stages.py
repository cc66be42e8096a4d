"""Which act a case waits for next, and by when. A stage is stamped when it begins."""

from __future__ import annotations

from datetime import datetime

from desk.domain.cases.case import Case, DueStage
from desk.domain.county.rules import Rules
from desk.domain.deadlines.deadlines import needs_visit

Due = tuple[DueStage, datetime]


def after_acceptance(case: Case, rules: Rules) -> Due:
    """Who has taken a hardship up must go and see; a question, and a department's office, only answer."""
    if needs_visit(case.kind, rules) and case.visited_at is None and not case.department:
        return DueStage.VISIT, case.visit_due_at
    return after_visit(case)


def after_visit(case: Case) -> Due:
    """What is owed once somebody was there."""
    return DueStage.REPLY, case.reply_due_at
