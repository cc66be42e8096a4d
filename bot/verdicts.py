"""What an error means for the message: sent after all, try again, hold it, or give it up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import Lost, Refused
from storage.sendings import Ready, Sending

GIVE_UP_AFTER = timedelta(hours=12)
_BROADCAST = 4
_LONGEST_PAUSE = 300.0
_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NOBODY = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the row, and what the sender has to mind.

    `chat_pause`, `pause` and `flood` are seconds without this chat, without anybody, and as a 429 asked.
    """

    sending: Sending
    chat_pause: float = 0.0
    pause: bool = False
    flood: int = 0
    unreachable: bool = False
    moved_to: int = 0


def edit_is_hopeless(refused: Refused) -> bool:
    """The message cannot be edited any more, so it has to be said anew."""
    return refused.code == 400 and any(reason in refused.description.lower() for reason in _GONE)


def refused_verdict(row: Ready, refused: Refused, now: datetime) -> Verdict:
    """Telegram answered and said no."""
    words = refused.description.lower()
    if refused.migrate_to:
        return Verdict(_again(row), moved_to=refused.migrate_to)
    if refused.code == 429:
        return Verdict(_again(row), flood=max(1, refused.retry_after))
    if refused.code == 400 and _SAME in words:
        return Verdict(Sending(row, "sent", row.target_message))
    if refused.code in (400, 403):
        return _final(row, refused, words)
    if now - row.not_before > GIVE_UP_AFTER:
        return Verdict(_failed(row, f"{refused.code} for {GIVE_UP_AFTER}"))
    # A refused token concerns everybody; a fault inside Telegram may concern this chat alone.
    everybody = refused.code in (401, 404, 409)
    return Verdict(_again(row), chat_pause=growing(row.attempts), pause=everybody)


def _final(row: Ready, refused: Refused, words: str) -> Verdict:
    if refused.code == 403 or any(reason in words for reason in _NOBODY):
        return Verdict(_failed(row, f"{refused.code} unreachable"), unreachable=True)
    return Verdict(_failed(row, f"400 {refused.description[:160]}"))


def lost_verdict(row: Ready, lost: Lost, now: datetime) -> Verdict:
    """No answer came. What may have arrived is repeated once with a mark; a broadcast is held at once."""
    if lost.unsure and row.method != "edit":
        if row.unsure or row.lane >= _BROADCAST:
            return Verdict(Sending(row, "held", unsure=True, error=str(lost)))
        return Verdict(Sending(row, "waiting", unsure=True), chat_pause=growing(row.attempts))
    if now - row.not_before > GIVE_UP_AFTER:
        return Verdict(_failed(row, f"no connection for {GIVE_UP_AFTER}"))
    return Verdict(_again(row), pause=not lost.unsure, chat_pause=growing(row.attempts) if lost.unsure else 0)


def growing(attempts: int) -> float:
    """Seconds before the next try: 1, 2, 4 … up to five minutes."""
    return min(_LONGEST_PAUSE, 2.0 ** min(attempts, 20))


def _again(row: Ready) -> Sending:
    return Sending(row, "waiting", unsure=row.unsure)


def _failed(row: Ready, error: str) -> Sending:
    return Sending(row, "failed", unsure=row.unsure, error=error)
