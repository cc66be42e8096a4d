"""Who blocked the bot hears nothing: an official must call instead. Who comes back is heard again."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.card_text import short_arguments
from desk.actions.cases.responsible import who_holds
from desk.domain.cases.case import FINISHED, Case
from desk.domain.people.people import Person
from desk.domain.talk.messages import message_to
from desk.ports.work import Work


async def mark_unreachable(work: Work, chat_id: int) -> None:
    """Nothing reaches this chat any more; for each open report its owner is asked to call, once.

    An official who is marked counts as absent: their cases follow within a minute.
    """
    person = await work.people.find_by_user(chat_id)
    if person is None:
        return
    # The sender may have marked them already, in this very transaction.
    person = replace(person, reachable=False)
    await work.people.save(person)
    for case in await work.cases.find_of_reporter(person.id):
        if case.state not in FINISHED and not case.anonymous:  # nobody may learn who blocked the desk
            await ask_to_call(work, case, person)


async def mark_reachable(work: Work, chat_id: int) -> None:
    """The chat is open again."""
    person = await work.people.find_by_user(chat_id)
    if person is not None and not person.reachable:
        await work.people.save(replace(person, reachable=True))


async def ask_to_call(work: Work, case: Case, reporter: Person) -> None:
    """Ask whoever has the case to telephone; the key makes it once for a case."""
    owner = (await who_holds(work, case)).staff
    if owner.user_id is None:
        return
    message = message_to(
        owner,
        f"phone:{case.id}",
        "task.phone_needed",
        {
            **short_arguments(work, case),
            "reporter": reporter.name,
            "phone": case.contact or reporter.phone,
        },
    )
    await work.outbox.say(replace(message, case_id=case.id))
