"""How messages travel for which nobody waits: not at night, and those to officials not on a day off."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.deadlines.deadlines import after_quiet
from desk.domain.deadlines.reminders import when_allowed
from desk.domain.talk.messages import Lane, Message
from desk.ports.work import Work


def as_reminder(work: Work, message: Message) -> Message:
    """The message as it travels to an official at work: never at night or on a day off."""
    return replace(message, lane=Lane.REMINDER, not_before=when_allowed(work.now, work.rules))


def by_day(work: Work, message: Message, lane: Lane = Lane.CARD) -> Message:
    """The message outside the quiet hours, on a day off too."""
    return replace(message, lane=lane, not_before=after_quiet(work.now, work.rules))
