"""The rooms of handlers, and what they offer together. Whoever adds a room names it here and nowhere else."""

from __future__ import annotations

from typing import Final

from handlers.broadcasts.room import ROOM as BROADCASTS
from handlers.callbacks.room import ROOM as CALLBACKS
from handlers.cases.room import ROOM as CASES
from handlers.danger.room import ROOM as DANGER
from handlers.deadlines.room import ROOM as DEADLINES
from handlers.escalation.room import ROOM as ESCALATION
from handlers.free_words import in_order
from handlers.handing_over.room import ROOM as HANDING_OVER
from handlers.handling.room import ROOM as HANDLING
from handlers.households.room import ROOM as HOUSEHOLDS
from handlers.people.room import ROOM as PEOPLE
from handlers.policy.room import ROOM as POLICY
from handlers.procedures.room import ROOM as PROCEDURES
from handlers.reports.room import ROOM as REPORTS
from handlers.staff.room import ROOM as STAFF
from handlers.sweeps.room import ROOM as SWEEPS
from handlers.talk.registry import together
from handlers.talk.room import ROOM as TALK
from handlers.visits.room import ROOM as VISITS
from handlers.worklists.room import ROOM as WORKLISTS

ROOMS: Final = (
    TALK,
    REPORTS,
    CASES,
    HANDLING,
    HANDING_OVER,
    DEADLINES,
    CALLBACKS,
    ESCALATION,
    DANGER,
    WORKLISTS,
    PEOPLE,
    HOUSEHOLDS,
    VISITS,
    PROCEDURES,
    SWEEPS,
    BROADCASTS,
    POLICY,
    STAFF,
)
HOUSE: Final = in_order(together(ROOMS))
