"""The parts of joined departments: which are still owed, and who answers for each now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.responsible import organisation_of
from desk.domain.cases.case import Case, Word
from desk.domain.cases.joint_parts import Helper
from desk.domain.handing_over.routing import Choice, accountable
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work

ASKED, DONE = "asked", "help"  # the words with which a part is asked for, and those of whoever did it
DEPARTMENT, DUE_AT = "department", "due_at"  # what is kept beside them
REMINDED: Final = "help_due"  # how the keys of reminders of parts begin


@dataclass(frozen=True, slots=True)
class JointPart:
    """A part that is still owed, and who answers for it."""

    helper: Helper
    choice: Choice


async def open_parts(work: Work, case: Case) -> Sequence[JointPart]:
    """The parts of a case that are not done, in the order asked."""
    owed = [helper for helper in await work.helpers.asked_in(case.id) if helper.is_owed(case)]
    if not owed:
        return ()
    organisation = await organisation_of(work, case)
    return [JointPart(helper, accountable(organisation, helper.hold)) for helper in owed]


async def part_of(work: Work, case: Case, staff: Staff) -> JointPart | None:
    """The first part of the case that this official still owes."""
    return next((part for part in await open_parts(work, case) if part.choice.staff.id == staff.id), None)


def helpers_on_card(words: Sequence[Word]) -> list[Json]:
    """Who was asked for a part and how far it is; what was said in the case tells it without another look."""
    done = {word.body.get(DEPARTMENT) for word in words if word.kind == DONE}
    return [
        {
            "department": word.body[DEPARTMENT],
            "done": word.body[DEPARTMENT] in done,
            "due_at": word.body[DUE_AT],
        }
        for word in words
        if word.kind == ASKED
    ]


def reminder_key(case: Case, helper: Helper) -> str:
    """How the keys of the reminders of one part begin."""
    return f"{REMINDED}:{case.id}:{helper.department}:"
