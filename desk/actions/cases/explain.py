"""Why a case came to somebody: every step of the way, in order."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.cases.case import Case
from desk.domain.handing_over.routing import Choice
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json, Lane, message_to
from desk.ports.work import Work


async def explain(work: Work, case: Case, choice: Choice, to: Staff, stamp: str = "") -> None:
    """Tell an official how the accountable person was found; `stamp` where they asked, so that it is said."""
    if to.user_id is None:
        return
    message = message_to(
        to,
        f"why:{case.id}:{case.version}:{to.id}{stamp and ':' + stamp}",
        "task.why_you",
        {
            "number": case.number,
            "owner": "" if to.id == choice.staff.id else choice.staff.name,
            **_held(case, choice),
            "steps": [*_steps(work, choice, whole=bool(stamp))],
        },
    )
    await work.outbox.say(replace(message, case_id=case.id, lane=Lane.WAITING if stamp else Lane.CARD))


def _held(case: Case, choice: Choice) -> dict[str, Json]:
    """Where it is held, which is what the way begins with; or which department was asked for its part."""
    asked = choice.steps[0].department
    return {
        "helping": asked if asked != case.department else "",
        "level": case.level.value,
        "department": case.department,
        "outside": case.outside,
        "trouble": case.trouble,
    }


def _steps(work: Work, choice: Choice, *, whole: bool) -> list[dict[str, Json]]:
    """What was found on the way; the choice itself where somebody wants to know everything."""
    return [
        {
            "code": step.code.value,
            "level": step.level.value,
            "place": work.areas.path(step.area_code),
            "department": step.department,
            "role": "" if step.role is None else step.role.value,
            "name": "" if step.staff is None else step.staff.name,
            "stand_in": step.stand_in,
        }
        for step in (choice.steps if whole else choice.steps[:-1])
    ]
