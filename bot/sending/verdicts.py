"""What an error means for the message: sent after all, try again, hold it, or give it up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.connecting.api import TOO_LARGE
from bot.connecting.errors import Lost, Refused
from desk.domain.talk.messages import Lane
from storage.mail.claims import Ready, SendOutcome, Tries
from storage.mail.outbox_states import OutboxState

# Both must be reached. What stood still did not try, and where nobody answered nothing was tried.
GIVE_UP_TRIES: Final = 20
GIVE_UP_RUNNING: Final = timedelta(hours=12)
# How long what may have arrived waits before it is said again. Who looks at the screen does not wait a
# minute, and what belongs to that moment is worth nothing after hours.
_AT_ONCE, _SOON = timedelta(0), timedelta(minutes=1)
_GROWING: Final = (_SOON, timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
REPEATS: Final[Mapping[int, tuple[timedelta, ...]]] = {
    Lane.WAITING: (_AT_ONCE, *_GROWING),
    Lane.CARD: _GROWING,
    Lane.REMINDER: (_SOON,),
}
TWICE_A_DAY: Final = timedelta(hours=12)
_A_MOMENT, _LONGEST_PAUSE = 1.0, 300.0
_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NOBODY = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a try ended, and for how many seconds the desk had been running by then."""

    now: datetime
    running: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the row, and what the sender has to mind.

    `chat_pause`, `pause` and `flood` are seconds without this chat, without anybody, and as a 429 asked.
    """

    sending: SendOutcome
    chat_pause: float = 0.0
    pause: bool = False
    flood: int = 0
    moved_to: int = 0


def edit_is_hopeless(refused: Refused) -> bool:
    """The message cannot be edited any more, so it has to be said anew."""
    return refused.code == 400 and any(reason in refused.description.lower() for reason in _GONE)


def refused_verdict(row: Ready, refused: Refused, at: Moment) -> Verdict:
    """Telegram answered and said no."""
    words = refused.description.lower()
    if refused.migrate_to:
        return Verdict(again(row), moved_to=refused.migrate_to)
    if refused.code == 429:
        return Verdict(again(row), flood=max(1, refused.retry_after))
    if refused.code == 400 and _SAME in words:
        return Verdict(SendOutcome(row, OutboxState.SENT, row.target_message))
    if refused.code in (400, 403, TOO_LARGE):
        return _final(row, refused, words)
    if refused.code in (401, 404, 409):  # a refused token concerns everybody and says nothing of the row
        return Verdict(again(row), chat_pause=growing(row.attempts), pause=True)
    # A fault inside Telegram may concern this chat alone.
    return _faulty(row, f"{refused.code}", at)


def _final(row: Ready, refused: Refused, words: str) -> Verdict:
    if refused.code == 403 or any(reason in words for reason in _NOBODY):
        return Verdict(_failed(row, f"{refused.code} unreachable", OutboxState.BLOCKED))
    return Verdict(_failed(row, f"{refused.code} {refused.description[:160]}"))


def lost_verdict(row: Ready, lost: Lost, at: Moment) -> Verdict:
    """No answer came. What may have arrived is said again, except an edit: twice the same edit is one."""
    if not lost.unsure:
        return Verdict(again(row), pause=True)
    if row.method == "edit":
        return _faulty(replace(row, unsure=True), "no answer", at)
    return Verdict(doubtful(row, str(lost), at.now), chat_pause=_A_MOMENT)


def doubtful(row: Ready, error: str, now: datetime) -> SendOutcome:
    """What becomes of a message that may have arrived.

    One of many is held for a person. A reminder is said once more and then dropped. Everything else is said
    again at growing pauses until it is known to have arrived, as long as it is true.
    """
    if row.method == "edit":
        return replace(again(row), unsure=True, error=error)
    pauses = REPEATS.get(row.lane, ())
    if row.tries.doubts < len(pauses):
        pause = pauses[row.tries.doubts]
    elif row.lane <= Lane.CARD and not row.talk:
        pause = TWICE_A_DAY
    else:
        state = OutboxState.HELD if row.lane >= Lane.BROADCAST else OutboxState.DROPPED
        return SendOutcome(row, state, unsure=True, error=error)
    doubted = replace(row, tries=replace(row.tries, doubts=row.tries.doubts + 1))
    return SendOutcome(doubted, OutboxState.WAITING, unsure=True, error=error, not_before=now + pause)


def _faulty(row: Ready, error: str, at: Moment) -> Verdict:
    """The try itself went wrong: again after a growing pause, and after very many over long no more."""
    tries = _failing(row.tries, at)
    tried = replace(row, tries=tries)
    if is_hopeless(tries.failures, tries.failing_since or 0, at.running):
        return Verdict(_failed(tried, f"{error}, {tries.failures} times in {GIVE_UP_RUNNING} and more"))
    return Verdict(again(tried), chat_pause=growing(row.tries.failures))


def is_hopeless(failures: int, since: int, running: int) -> bool:
    """Whether so many faults in a row, the first so long ago in seconds of running, leave no hope."""
    return failures >= GIVE_UP_TRIES and timedelta(seconds=running - since) >= GIVE_UP_RUNNING


def _failing(tries: Tries, at: Moment) -> Tries:
    since = at.running if tries.failing_since is None else tries.failing_since
    return replace(tries, failures=tries.failures + 1, failing_since=since)


def growing(attempts: int) -> float:
    """Seconds before the next try: 1, 2, 4 … up to five minutes."""
    return min(_LONGEST_PAUSE, 2.0 ** min(attempts, 20))


def again(row: Ready) -> SendOutcome:
    """The row goes on waiting as it is."""
    return SendOutcome(row, OutboxState.WAITING, unsure=row.unsure)


def _failed(row: Ready, error: str, state: OutboxState = OutboxState.FAILED) -> SendOutcome:
    return SendOutcome(row, state, unsure=row.unsure, error=error)
