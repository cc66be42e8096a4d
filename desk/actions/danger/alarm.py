"""Danger: help first. People are told while the form is still half empty.

What may be a complaint about somebody in office is told to those outside the line alone. Whoever repeats a
danger that nobody has answered adds to the card that is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from desk.actions.danger.alarm_cards import empty, keep_alarm, renew, ring, unsay
from desk.actions.danger.alarm_hearers import Hearers, place_in, texts_of, the_line, who_hears
from desk.actions.danger.is_muted import is_muted
from desk.actions.danger.voices import pass_on_voices
from desk.domain.danger.alarms import Alarm
from desk.domain.danger.doubts import Doubt
from desk.domain.danger.sightings import Sighting
from desk.domain.people.people import Person, Staff
from desk.domain.talk.draft_story import with_story
from desk.domain.talk.drafts import ALARMED, DOUBTED, Draft
from desk.domain.talk.excerpts import newest_of
from desk.domain.talk.forms import story_of
from desk.domain.talk.heard import DangerLevel
from desk.domain.talk.messages import Json, Lane, message_to
from desk.domain.talk.reading import text_at
from desk.ports.work import Work

_STORY: Final = 1000  # characters on the card, beside the sentence with the danger
_DAY: Final = timedelta(days=1)
# In the mark of an alarmed draft: when danger was first seen in it, what its writer was told, the alarms.
AT, SAID, ALARMS, NAMED = "at", "said", "alarms", "named"
TOLD, MUTED, NOBODY = "told", "muted", "nobody"


@dataclass(frozen=True, slots=True)
class _Voice:
    """Somebody in whose words danger was seen."""

    person: Person
    draft: Draft
    seen: Sighting
    stamp: str


async def raise_alarm_of(work: Work, person: Person, draft: Draft, seen: Sighting, stamp: str) -> Draft:
    """Tell those who answer for it, and those above, of what was seen in an update.

    Returns the draft, marked. Its writer is told where help is at the first word of a form, and once more
    when somebody is told anew.
    """
    recent = await with_newest(work, draft)
    hearers = await who_hears(work, person, recent)
    alarm = await _heard(work, _Voice(person, recent, seen, stamp), hearers)
    marked = _marked(work, draft, alarm, hearers)
    await pass_on_voices(work, recent, alarm, hearers)
    if not draft.alarmed or alarm.id not in alarms_in(draft):
        await _tell_writer(work, marked, _Voice(person, recent, seen, stamp), hearers)
    return marked


async def ask_to_look(work: Work, person: Person, draft: Draft, seen: Sighting, stamp: str) -> int | None:
    """Show words that may mean danger to the first who answers for it, without a sound; nothing climbs.

    Returns the number of the alarm; None when nobody may hear of it.
    """
    recent = await with_newest(work, draft)
    hearers = await who_hears(work, person, recent)
    if not hearers.choices:
        return None
    last = await work.alarms.newest(person.id, hearers.scope)
    begun = _begun(work, _Voice(person, recent, seen, stamp), hearers, last)
    alarm = await work.alarms.add(replace(begun, doubtful=True, mutable=False, climbs=False))
    await keep_alarm(work, await ring(work, alarm, [hearers.choices[0].staff]))
    return alarm.id


async def alarm_the_line(work: Work, person: Person, draft: Draft) -> Draft:
    """Tell village and town after all: it sounded like a complaint, and its writer says that it is none."""
    known = [alarm for alarm in await _known(work, draft) if not alarm.doubtful]
    if not known or any(not alarm.outside for alarm in known):
        return draft
    gravest = max(known, key=lambda alarm: alarm.gravity)
    seen = Sighting(DangerLevel.NOW, "", gravest.gravity, gravest.sentence)
    hearers = await the_line(work, person, draft)
    recent = await with_newest(work, draft)
    alarm = await _heard(work, _Voice(person, recent, seen, gravest.stamp), hearers)
    return _marked(work, draft, alarm, hearers)


async def with_newest(work: Work, draft: Draft) -> Draft:
    """The draft with the newest of its story among the answers: the whole may be long."""
    return with_story(draft, await work.drafts.newest(draft))


async def take_back_alarm(work: Work, draft: Draft) -> None:
    """Take the personal words off the cards of an alarm: its writer does not want them known."""
    for alarm in await _known(work, draft):
        await empty(work, alarm)
        bare = replace(alarm, sentence="", told="", left=0, place="", phone="")
        await keep_alarm(work, replace(bare, taken_back=True, climbs=False))


async def leave_alarm(work: Work, draft: Draft) -> None:
    """Its writer does not agree: the words go, and whoever was told still makes sure that they are safe.

    Whoever threatens somebody may hold their phone, and «no» must not call the help off.
    """
    for alarm in await _known(work, draft):
        bare = replace(alarm, sentence="", told="", left=0, stopped=True)
        await unsay(work, await keep_alarm(work, bare))


async def stop_alarm(work: Work, draft: Draft) -> None:
    """Its writer has cancelled the form: whoever was told still calls, and sees it on the card."""
    for alarm in await _known(work, draft):
        stopped = await keep_alarm(work, replace(alarm, stopped=True))
        await renew(work, stopped, [card.staff_id for card in stopped.cards])


async def pass_on_phone(work: Work, draft: Draft, phone: str) -> None:
    """The number that was given after an alarm stands on the cards of whoever was told."""
    for alarm in await _known(work, draft):
        if not alarm.nameless and not alarm.taken_back:
            kept = await keep_alarm(work, replace(alarm, phone=phone))
            await renew(work, kept, [card.staff_id for card in kept.cards])


async def tell_those_there(work: Work, person: Person, draft: Draft) -> None:
    """Where it is was said after the alarm: whoever answers for the place hears of it too."""
    for alarm in await _known(work, draft):
        if alarm.outside or alarm.doubtful or alarm.case_id is not None:
            continue
        hearers = await the_line(work, person, draft)
        moved = await keep_alarm(work, replace(alarm, place=place_in(person, draft) or alarm.place))
        await renew(work, moved, [card.staff_id for card in moved.cards])
        new = [choice.staff for choice in hearers.choices if moved.card_of(choice.staff.id) is None]
        if new:
            await keep_alarm(work, await ring(work, moved, new))


async def say_if_safe(work: Work, person: Person, alarm_id: int, *, safe: bool) -> bool:
    """Its writer says whether the danger holds, after they cancelled; False when it is none of theirs.

    Whoever was told sees it and calls all the same: somebody else may hold the phone.
    """
    alarm = await work.alarms.find(alarm_id)
    if alarm is None or alarm.person_id != person.id or work.now - alarm.heard_at > _DAY:
        return False
    if alarm.safe is not safe:
        kept = await keep_alarm(work, replace(alarm, safe=safe, stopped=alarm.stopped and safe))
        await renew(work, kept, [card.staff_id for card in kept.cards])
    return True


async def who_was_told(work: Work, draft: Draft) -> tuple[int, list[str]]:
    """The newest alarm of this form of which somebody was told, and their names; 0 when there is none."""
    told = [alarm for alarm in await _known(work, draft) if alarm.cards and not alarm.doubtful]
    if not told:
        return 0, []
    staff = [await work.staff.find(card.staff_id) for card in told[-1].cards]
    return told[-1].id, [one.name for one in staff if one is not None]


def was_named(draft: Draft) -> bool:
    """Whether those who were told learnt who said it."""
    return bool(_mark(draft).get(NAMED))


def what_was_said(draft: Draft) -> str:
    """What its writer was told when danger was heard: TOLD, MUTED, NOBODY; empty when none was."""
    return str(_mark(draft).get(SAID, TOLD)) if draft.alarmed else ""


async def _heard(work: Work, voice: _Voice, hearers: Hearers) -> Alarm:
    """The alarm to which these words belong, told to everybody who hears of it."""
    last = await work.alarms.newest(voice.person.id, hearers.scope)
    if last is not None and last.stamp == voice.stamp:
        return last  # this update was handled before, as far as its alarm
    staff = [choice.staff for choice in hearers.choices]
    muted = hearers.mutable and await is_muted(work, voice.person.id)
    minutes = work.rules.alarms.running_minutes
    # What came in silence rings once that is over.
    sounds = last is not None and (last.doubtful or last.muted) and not muted
    if last is None or sounds or not last.takes(voice.seen.gravity, work.now, minutes):
        begun = replace(_begun(work, voice, hearers, last), muted=muted)
        alarm = await work.alarms.add(begun)
        rung = await ring(work, alarm, staff)
        return await keep_alarm(work, rung)
    alarm = await keep_alarm(work, replace(_repeated(work, voice, last), muted=muted))
    if last.is_new(voice.seen.kind):
        knowing = await work.staff.find_many([card.staff_id for card in alarm.cards])
        everybody = {one.id: one for one in (*staff, *knowing)}
        return await keep_alarm(work, await ring(work, alarm, everybody.values()))
    await renew(work, alarm, [one.id for one in staff])
    new = [one for one in staff if alarm.card_of(one.id) is None]
    return await keep_alarm(work, await ring(work, alarm, new)) if new else alarm


def _begun(work: Work, voice: _Voice, hearers: Hearers, last: Alarm | None) -> Alarm:
    recent = last is not None and work.now - last.heard_at < _DAY
    said = 0 if last is None or last.doubtful else last.times  # a doubt is the desk's, not theirs
    open_still = recent and last is not None and last.caller is None
    alarm = Alarm(
        id=0,
        person_id=voice.person.id,
        scope=hearers.scope,
        begun_at=work.now,
        heard_at=work.now,
        stamp=voice.stamp,
        gravity=voice.seen.gravity,
        kinds=last.kinds if last is not None and open_still else (),
        nameless=hearers.nameless,
        mutable=hearers.mutable,
        before=last.before + said if last is not None and recent else 0,
        climbs=not hearers.outside,
    )
    return _saying(alarm, voice)


def _repeated(work: Work, voice: _Voice, alarm: Alarm) -> Alarm:
    again = replace(alarm, times=alarm.times + 1, heard_at=work.now, stamp=voice.stamp)
    return _saying(replace(again, stopped=False, taken_back=False), voice)


def _saying(alarm: Alarm, voice: _Voice) -> Alarm:
    """The alarm with what is said now: the dangerous sentence, and the newest of the story."""
    draft = voice.draft
    shown = newest_of(texts_of(draft), _STORY)
    left = shown.left + max(0, draft.pieces - len(story_of(draft.answers)))
    place = place_in(voice.person, draft) or alarm.place
    kind = voice.seen.kind
    kinds = alarm.kinds if not kind or kind in alarm.kinds else (*alarm.kinds, kind)
    return replace(alarm, kinds=kinds, sentence=voice.seen.sentence, told=shown.text, left=left, place=place)


async def _tell_writer(work: Work, marked: Draft, voice: _Voice, hearers: Hearers) -> None:
    person, stamp = voice.person, voice.stamp
    owner: Staff | None = hearers.choices[0].staff if hearers.choices else None
    templates = {TOLD: "alarm.resident", MUTED: "alarm.call_yourself", NOBODY: "report.danger.call_first"}
    told = what_was_said(marked)
    named: dict[str, Json] = {}
    if told == TOLD and owner is not None:
        known = bool(person.phone or text_at(marked.answers, "contact")) and not hearers.nameless
        named = {"owner": owner.name, "phone": owner.phone, "known": known, "danger": voice.seen.kind}
    message = message_to(person, f"answer:{person.user_id}:{stamp}:danger", templates[told], named)
    await work.outbox.say(replace(message, lane=Lane.WAITING))


def _marked(work: Work, draft: Draft, alarm: Alarm, hearers: Hearers) -> Draft:
    before = _mark(draft)
    said = MUTED if alarm.muted else TOLD if hearers.choices else NOBODY
    mark: Json = {
        AT: before.get(AT, work.now.isoformat()),
        SAID: TOLD if before.get(SAID) == TOLD else said,
        NAMED: bool(before.get(NAMED)) or (bool(hearers.choices) and not hearers.nameless),
        ALARMS: list[Json](dict.fromkeys([*alarms_in(draft), alarm.id])),
    }
    return replace(draft, answers={**draft.answers, ALARMED: mark})


async def doubt_of(work: Work, draft: Draft) -> Doubt | None:
    """The doubt about words of this form, whatever became of it."""
    number = draft.answers.get(DOUBTED)
    return await work.doubts.find(number) if isinstance(number, int) else None


async def _known(work: Work, draft: Draft) -> list[Alarm]:
    """The alarms of this form, and the silent one of a doubt that nobody answered."""
    doubt = await doubt_of(work, draft)
    looked = [] if doubt is None or doubt.alarm_id is None else [doubt.alarm_id]
    found = [await work.alarms.find(alarm_id) for alarm_id in [*alarms_in(draft), *looked]]
    return [alarm for alarm in found if alarm is not None]


def alarms_in(draft: Draft) -> list[int]:
    """The alarms that were raised by words of this form."""
    ids = _mark(draft).get(ALARMS)
    return [one for one in ids if isinstance(one, int)] if isinstance(ids, list) else []


def _mark(draft: Draft) -> dict[str, Json]:
    mark = draft.answers.get(ALARMED)
    return mark if isinstance(mark, dict) else {}
