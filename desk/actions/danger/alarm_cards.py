"""The running card of an alarm in each official's chat: it rings, is edited, gives way to a newer copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Conflict
from desk.domain.cases.permissions import MUTING, MuteAct
from desk.domain.danger.alarms import Alarm, AlarmCard
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Keyboard, Lane, Message, Rows
from desk.ports.work import Work

_KEPT_UP: Final = 4  # versions: an edit that has not left yet is overtaken by the next


async def keep_alarm(work: Work, alarm: Alarm) -> Alarm:
    """Store it as its next version. Raises Conflict."""
    kept = replace(alarm, version=alarm.version + 1)
    if not await work.alarms.save(kept):
        raise Conflict("the alarm was changed meanwhile")
    return kept


async def ring(work: Work, alarm: Alarm, staff: Iterable[Staff], step: str = "") -> Alarm:
    """Put the card into these chats as a new message; a copy that is there already gives way to it."""
    for one in staff:
        if one.user_id is None:
            continue
        before = alarm.card_of(one.id)
        if before is None:
            card = AlarmCard(one.id, one.user_id, one.language, await _mutes(work, alarm, one), step=step)
        else:
            await work.outbox.say(_edit(before, alarm, "newer", "alarm.newer"))
            card = replace(before, rings=before.rings + 1, step=step or before.step)
        alarm = replace(alarm, cards=(*(old for old in alarm.cards if old is not before), card))
        await work.outbox.say(await _card(work, alarm, card))
    return alarm


async def renew(work: Work, alarm: Alarm, staff_ids: Iterable[int]) -> None:
    """Show these officials what was said since, in the copy that they have; it makes no sound."""
    for staff_id in staff_ids:
        card = alarm.card_of(staff_id)
        if card is not None:
            before = range(max(1, alarm.version - _KEPT_UP), alarm.version)
            await work.outbox.drop([_renewal(card, alarm, version) for version in before])
            fresh = await _card(work, alarm, card)
            key = _renewal(card, alarm, alarm.version)
            await work.outbox.say(replace(fresh, key=key, edits=fresh.key))


async def empty(work: Work, alarm: Alarm) -> None:
    """Take the personal words off every copy: their writer does not want them known."""
    for card in alarm.cards:
        await work.outbox.say(_edit(card, alarm, f"taken_back:{alarm.version}", "alarm.taken_back"))
    await _forget(work, alarm)


async def unsay(work: Work, alarm: Alarm) -> None:
    """Take the words off every copy; who said them and where stays: somebody still has to make sure."""
    await renew(work, alarm, [card.staff_id for card in alarm.cards])
    await _forget(work, replace(alarm, version=alarm.version - 1))


async def _forget(work: Work, alarm: Alarm) -> None:
    """Empty what every copy of these versions said."""
    keys = [_key(card, alarm, rings) for card in alarm.cards for rings in range(1, card.rings + 1)]
    edits = [
        _renewal(card, alarm, version) for card in alarm.cards for version in range(1, alarm.version + 1)
    ]
    await work.outbox.forget([*keys, *edits])


async def hand_on(work: Work, alarm: Alarm, number: str) -> None:
    """A case has come of it: its card takes the place of this one."""
    for card in alarm.cards:
        await work.outbox.say(_edit(card, alarm, f"case:{number}", "alarm.became", {"number": number}))


async def tell_others(work: Work, alarm: Alarm, caller: Staff) -> None:
    """Whoever else has the card hears who calls."""
    for card in alarm.cards:
        if card.staff_id != caller.id:
            said: dict[str, Json] = {"owner": caller.name, "phone": caller.phone}
            message = replace(_edit(card, alarm, "called", "alarm.called", said), edits="")
            await work.outbox.say(replace(message, silent=alarm.muted))


def code(alarm: Alarm, wish: str) -> str:
    """What a button of the card carries; nothing of whose alarm it is."""
    return f"d:{alarm.id}:{wish}"


async def _mutes(work: Work, alarm: Alarm, staff: Staff) -> bool:
    """Whether this official may ask that the person be muted, once it is often enough."""
    if not alarm.mutable:
        return False
    return any(post.role in MUTING[MuteAct.ASK] for post in await work.staff.posts_of(staff.id))


async def _card(work: Work, alarm: Alarm, card: AlarmCard) -> Message:
    person = await work.people.get(alarm.person_id)
    return Message(
        key=_key(card, alarm, card.rings),
        chat_id=card.chat_id,
        template="alarm.card",
        arguments={
            "climbed": card.step,
            "nameless": alarm.nameless,
            "name": "" if alarm.nameless else person.name,
            "phone": "" if alarm.nameless else alarm.phone or person.phone,
            "place": work.areas.path(alarm.place) if alarm.place else "",
            "sentence": alarm.sentence,
            "unsaid": not alarm.sentence,
            "story": alarm.told,
            "left": alarm.left,
            "whole": not alarm.stopped,
            "again": alarm.times - 1,
            "before": alarm.before,
            "stopped": alarm.stopped,
            "safe": alarm.safe,
            "muted": alarm.muted,
            "doubtful": alarm.doubtful,
            "calls": alarm.caller == card.staff_id,
            "harmless": alarm.false,
        },
        rows=_rows(work, alarm, card),
        keyboard=Keyboard.INLINE,
        lane=Lane.WAITING,
        language=card.language,
        hidden=True,  # the key leads to whose chat it was
        silent=alarm.muted or alarm.doubtful,
    )


def _rows(work: Work, alarm: Alarm, card: AlarmCard) -> Rows:
    if alarm.caller == card.staff_id:
        return () if alarm.false else ((Button("alarm.false", code(alarm, "false")),),)
    rows: list[tuple[Button, ...]] = [(Button("alarm.call", code(alarm, "call")),)]
    if alarm.left and not alarm.stopped:
        rows.append((Button("alarm.all", code(alarm, "all")),))
    if card.mutes and not alarm.muted and alarm.before + alarm.times >= work.rules.alarms.mute_from:
        rows.append((Button("alarm.mute", code(alarm, "mute")),))
    return tuple(rows)


def _edit(
    card: AlarmCard, alarm: Alarm, what: str, template: str, arguments: dict[str, Json] | None = None
) -> Message:
    key = _key(card, alarm, card.rings)
    return Message(
        key=f"{key}:{what}",
        chat_id=card.chat_id,
        template=template,
        arguments=arguments or {},
        lane=Lane.WAITING,
        language=card.language,
        edits=key,
        hidden=True,
    )


def _key(card: AlarmCard, alarm: Alarm, rings: int) -> str:
    return f"alarm:{alarm.id}:{card.staff_id}:{rings}"


def _renewal(card: AlarmCard, alarm: Alarm, version: int) -> str:
    return f"{_key(card, alarm, card.rings)}:version:{version}"
