"""What is said around muting: the county is asked, the others and the asker hear what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.domain.danger.alarms import Alarm
from desk.domain.danger.mutes import ASK_DAYS, Mute
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Message, Rows, message_to
from desk.ports.work import Work


async def ask_county(work: Work, asked: tuple[Mute, Alarm], asker: Staff, county: Sequence[Staff]) -> None:
    """The question to everybody at the county who may agree."""
    mute, alarm = asked
    person = await work.people.get(mute.person_id)
    words: dict[str, Json] = {
        "asker": asker.name,
        "name": person.name,
        "phone": person.phone,
        "place": work.areas.path(alarm.place) if alarm.place else "",
        "often": alarm.before + alarm.times,
        "sentence": alarm.sentence,
        "reason": mute.reason,
        "days": work.rules.alarms.mute_days,
        "ask_days": ASK_DAYS,
    }
    rows = ((Button("mute.agree", _code(mute, "yes")), Button("mute.disagree", _code(mute, "no"))),)
    for one in county:
        await work.outbox.say(_message(one, _key(mute, one), ("mute.card", words), rows))


async def tell_ruling(work: Work, mute: Mute, by: Staff, county: Sequence[Staff]) -> None:
    """Every copy says what was decided, and offers to end it; the asker hears."""
    words = await _words(work, mute, by)
    rows: Rows = ((Button("mute.end", _code(mute, "end")),),) if mute.granted else ()
    for one in county:
        await work.outbox.say(_edit(mute, one, "ruled", words, rows))
    await _tell_asker(work, mute, "ruled", words)


async def tell_end(work: Work, mute: Mute, by: Staff, county: Sequence[Staff]) -> None:
    """Every copy says that it is over; the asker hears."""
    words = await _words(work, mute, by)
    for one in county:
        await work.outbox.say(_edit(mute, one, "ended", words, ()))
    await _tell_asker(work, mute, "ended", words)


async def _words(work: Work, mute: Mute, by: Staff) -> dict[str, Json]:
    person = await work.people.get(mute.person_id)
    until = None if mute.until is None else mute.until.isoformat()
    return {"by": by.name, "name": person.name, "granted": bool(mute.granted), "until": until}


async def _tell_asker(work: Work, mute: Mute, what: str, words: dict[str, Json]) -> None:
    asker = await work.staff.find(mute.asked_by)
    if asker is not None and asker.user_id is not None:
        await work.outbox.say(_message(asker, f"{_key(mute, asker)}:{what}", (f"mute.{what}", words)))


def _edit(mute: Mute, to: Staff, what: str, words: dict[str, Json], rows: Rows) -> Message:
    key = _key(mute, to)
    return _message(to, f"{key}:{what}", (f"mute.{what}", words), rows, key)


def _message(
    to: Staff, key: str, said: tuple[str, dict[str, Json]], rows: Rows = (), edits: str = ""
) -> Message:
    template, words = said
    return replace(message_to(to, key, template, words, rows), edits=edits)


def _key(mute: Mute, to: Staff) -> str:
    return f"mute:{mute.id}:{to.id}"


def _code(mute: Mute, wish: str) -> str:
    return f"d:m:{mute.id}:{wish}"
