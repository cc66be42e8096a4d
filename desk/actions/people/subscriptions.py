"""Receipts, and whether somebody wants notices to residents. What is about their own matter always comes."""

from __future__ import annotations

from desk.domain.people.people import Person
from desk.domain.talk.messages import Button, message_to
from desk.ports.work import Work


async def receive(work: Work, person: Person, broadcast_id: int) -> bool:
    """They have read it; False for whom it was never meant."""
    if not await work.broadcasts.mail.is_recipient(broadcast_id, person.id):
        return False
    await work.broadcasts.receive(broadcast_id, person.id)
    return True


async def subscribe(work: Work, person: Person, *, wanted: bool) -> None:
    """Whether notices to residents go to them; what has not left yet is dropped with it."""
    await work.broadcasts.subscribe(person.id, wanted=wanted)
    if not wanted:
        await work.broadcasts.mail.drop_for(person.user_id)


async def ask_once(work: Work, person: Person) -> None:
    """Ask whoever has consented and never said it whether they want notices; once in their life."""
    if person.consented_at is None or await work.broadcasts.is_subscribed(person.id) is not None:
        return
    wanted, unwanted = Button("broadcast.button.want", "b:on"), Button("broadcast.button.unwanted", "b:off")
    await work.outbox.say(
        message_to(person, f"subscription:{person.id}", "broadcast.wanted", {}, ((wanted, unwanted),))
    )
