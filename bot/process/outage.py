"""After a standstill: how long it was, and what is too late to be said, told to the operator once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.connecting.errors import named
from bot.process.wiring import Foundation
from desk.domain.deadlines.reminders import soon_from
from desk.domain.talk.messages import Json, Lane, Message
from schedules.pulse import down_since
from storage.cases.passed import deadlines_passed
from storage.engine.database import StorageError
from storage.mail.heartbeats import load_heartbeats
from storage.mail.outbox import OutboxRows

_SHOWN: Final = 10
_log = logging.getLogger(__name__)


async def look_back(foundation: Foundation, now: datetime) -> datetime | None:
    """Since when the desk stood still before this start, of which the operator hears; None if it did not.

    Call it before the first tick runs. What still matters is said by the ticks themselves.
    """
    async with foundation.database.reading() as connection:
        since = down_since(await load_heartbeats(connection), now)
        passed = [] if since is None else await deadlines_passed(connection, since, now)
    if since is None:
        return None
    # Whose reminder was due before the standstill had it.
    late = [number for number, due_at in passed if soon_from(due_at, foundation.rules) > since]
    _log.warning("the desk stood still since=%s reminders too late=%d", since.isoformat(), len(late))
    await _tell(foundation, since, now, late)
    return since


async def _tell(foundation: Foundation, since: datetime, now: datetime, late: Sequence[str]) -> None:
    if foundation.operator_chat is None:
        return
    told: dict[str, Json] = {
        "since": since.isoformat(),
        "until": now.isoformat(),
        "late": len(late),
        "numbers": list(late[:_SHOWN]),
    }
    key = f"operator:down:{since:%Y%m%d%H%M%S}"
    message = Message(key, foundation.operator_chat, "operator.was_down", told, lane=Lane.CARD)
    try:
        async with foundation.database.transaction() as connection:
            await OutboxRows(connection, foundation.seal, now).say(message)
    except StorageError as error:  # a full disk; the desk starts all the same
        _log.warning("the operator could not be told of the standstill: %s", named(error))
