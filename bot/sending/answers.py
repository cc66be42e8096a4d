"""Answers to pressed buttons: out at once after the commit, never stored, for they are void in seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from bot.connecting.api import Api
from bot.connecting.errors import Lost, Refused, named
from bot.words import Texts
from handlers.talk.turn import Answer

log = logging.getLogger(__name__)
_PATIENCE = 5.0
_MOST_AT_ONCE = 16
_LONGEST = 200


class Answerer:
    """Sends answerCallbackQuery beside everything else."""

    def __init__(self, api: Api, texts: Texts) -> None:
        self._api = api
        self._texts = texts
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    def send(self, answers: Iterable[Answer]) -> None:
        """Begin to send these; returns at once."""
        for answer in answers:
            task = asyncio.create_task(self._send(answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self, patience: float = 2.0) -> None:
        """Let the last ones out."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()

    async def _send(self, answer: Answer) -> None:
        try:
            async with self._slots:
                await self._api.call("answerCallbackQuery", self._parameters(answer), _PATIENCE)
        except Refused as refused:
            # After an outage people's old presses arrive; Telegram no longer wants an answer to them.
            if "query is too old" not in refused.description:
                log.warning("answer refused code=%d", refused.code)
        except Lost as lost:
            log.info("answer lost reason=%r", str(lost))
        except Exception as error:  # noqa: BLE001 - a broken text must not stay unseen in a task
            log.error("answer broken text=%s error=%s", answer.template, named(error))  # noqa: TRY400

    def _parameters(self, answer: Answer) -> dict[str, Any]:
        parameters: dict[str, Any] = {"callback_query_id": answer.query_id}
        if answer.template:
            text = self._texts.label(answer.language, answer.template, answer.arguments)
            parameters |= {"text": text[:_LONGEST], "show_alert": answer.alert}
        return parameters
