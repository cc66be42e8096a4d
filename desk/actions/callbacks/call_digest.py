"""What inspectors read in the morning: how many residents wait to be rung up."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.callbacks.calls import count_calls
from desk.actions.cases.responsible import find_present
from desk.actions.cases.unhurried import as_reminder
from desk.domain.people.people import Role, Staff
from desk.domain.talk.messages import Button, message_to
from desk.ports.work import Work


async def find_inspectors(work: Work) -> Sequence[Staff]:
    """Whoever would ring up today, each once; nobody outside working hours."""
    return await find_present(work, Role.INSPECTOR)


async def send_call_digest(work: Work, inspector: Staff) -> None:
    """How many calls one inspector may make, once a day; where there are none, nothing is said."""
    count = await count_calls(work, inspector)
    if not count or inspector.user_id is None:
        return
    day = work.today.isoformat()
    message = message_to(
        inspector,
        f"call_digest:{inspector.id}:{day}",
        "calls.morning",
        {"count": count},
        ((Button("calls.all", "i:list:0:"),),),
    )
    await work.outbox.say(as_reminder(work, message))
