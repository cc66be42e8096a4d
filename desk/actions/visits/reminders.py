"""The card of an official in the morning, and the shorter one in the afternoon: one of each a day.

Whoever owes nothing gets none. What could not be sent on its day is dropped, and the ledger says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from desk.actions.sweeps.parts import sweeps_left
from desk.actions.visits.dropped_reminders import drop_days, midnight_before, note_drop, workdays_after
from desk.actions.visits.list_card import DueHome, Heading, homes_message
from desk.actions.visits.rounds import Rounds, Walk, homes_owed
from desk.domain.deadlines.reminders import when_allowed
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.talk.messages import Json, Message
from desk.domain.visits.list_position import Occasion, spot_of_day
from desk.ports.work import Work

_SENT: Final = {Occasion.MORNING: "visits:morning", Occasion.AFTERNOON: "visits:afternoon"}
_LIST: Final = "visits.list"
_CLAIMS: Final = 100  # in the villages of one official; more are counted another day


async def card_to_send(work: Work) -> Occasion | None:
    """Which card the officials are to get now; None when they have it, or nobody may be disturbed.

    After a morning card that came as late as the afternoon's there is no second one.
    """
    if not in_working_hours(work.now, work.rules):
        return None
    morning, today = await _sent_at(work, Occasion.MORNING), work.today
    if morning is None or morning.date() != today:
        return Occasion.MORNING
    afternoon = await _sent_at(work, Occasion.AFTERNOON)
    moment = work.rules.visiting.afternoon
    if work.now.astimezone(work.rules.zone).time() < moment or (afternoon and afternoon.date() == today):
        return None
    return Occasion.AFTERNOON


async def begin_cards(work: Work, occasion: Occasion) -> bool:
    """Drop what was to be sent on days that are over; says whether this card is worth sending."""
    last = await _sent_at(work, occasion)
    await drop_days(work, occasion.value, workdays_after(work, last.date()) if last else ())
    if occasion is Occasion.MORNING:
        unsent = await work.reminders.drop_stale(_LIST, midnight_before(work))
        if unsent and last is not None:
            await note_drop(work, "card", last.date(), unsent)
        return True
    morning = await _sent_at(work, Occasion.MORNING)
    return morning is not None and morning.time() < work.rules.visiting.afternoon


async def note_sent(work: Work, occasion: Occasion, began: datetime) -> None:
    """Everybody has this card; `began` is when the first of them got it."""
    await work.facts.set(_SENT[occasion], began.astimezone(work.rules.zone).isoformat(timespec="minutes"))


async def remind_officials(work: Work, rounds: Rounds, occasion: Occasion, walks: Sequence[Walk]) -> None:
    """The card to each of these officials who owes a visit; a second time it is said to nobody."""
    for walk in walks:
        homes = await homes_to_name(work, rounds, occasion, walk)
        if homes and walk.staff.user_id is not None:
            await work.outbox.say(await _card(work, rounds, occasion, walk, homes))


async def homes_to_name(work: Work, rounds: Rounds, occasion: Occasion, walk: Walk) -> Sequence[DueHome]:
    """What a card names: in the afternoon only what ends today, or is over and may still be told."""
    until = work.today if occasion is Occasion.AFTERNOON else date.max
    return await homes_owed(work, rounds, walk, until)


async def _card(
    work: Work, rounds: Rounds, occasion: Occasion, walk: Walk, homes: Sequence[DueHome]
) -> Message:
    spot = spot_of_day(occasion, work.today)
    message = await homes_message(work, walk.staff, homes, spot, Heading(occasion))
    beside = await _beside(work, rounds, walk) if occasion is Occasion.MORNING else {}
    return replace(
        message, arguments={**message.arguments, **beside}, not_before=when_allowed(work.now, work.rules)
    )


async def _beside(work: Work, rounds: Rounds, walk: Walk) -> dict[str, Json]:
    """What else waits: cases that end today, objects of sweeps, families about which the village is asked."""
    cases = rounds.cases.get(walk.staff.id, 0)
    objects = sum(part.left for part in await sweeps_left(work, walk.staff)) if rounds.sweeps else 0
    claims = await work.families.claims_in(walk.beat.villages, _CLAIMS) if walk.beat.villages else ()
    families = len({claim.household_id for claim in claims})
    if not (cases or objects or families):
        return {}
    return {"beside": {"cases": cases, "objects": objects, "families": families}}


async def _sent_at(work: Work, occasion: Occasion) -> datetime | None:
    known = await work.facts.get(_SENT[occasion])
    return None if known is None else datetime.fromisoformat(known).astimezone(work.rules.zone)
