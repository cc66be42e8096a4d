"""One message on its way: open it, render it, send its parts, judge what came back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.api import Api
from bot.errors import Lost, Refused, named
from bot.render import Call, Renderer
from bot.verdicts import Verdict, edit_is_hopeless, lost_verdict, refused_verdict
from storage.sendings import Content, Ready, Sending

log = logging.getLogger(__name__)


class Delivery:
    """Sends one row; whatever happens becomes a verdict."""

    def __init__(self, api: Api, renderer: Renderer, now: Callable[[], datetime]) -> None:
        self._api = api
        self._renderer = renderer
        self._now = now

    async def deliver(self, row: Ready, read: Callable[[Ready], Content]) -> Verdict:
        """Send a row; never raises except when cancelled."""
        try:
            content = read(row)
            calls = self._renderer.calls(row, content)
            if not calls:
                return Verdict(Sending(row, "failed", error="nothing to say"))
            if row.method == "edit" and not calls[0].method.startswith("edit"):
                return await self._anew(row, content)
            return await self._judged(row, content, calls)
        except Exception as error:  # noqa: BLE001 - one broken message must not stop the others
            log.error("message broken id=%d text=%s error=%s", row.id, row.template, named(error))  # noqa: TRY400
            return Verdict(Sending(row, "failed", error=named(error)))

    async def _judged(self, row: Ready, content: Content, calls: Sequence[Call]) -> Verdict:
        try:
            return await self._sent(row, calls)
        except Refused as refused:
            if row.method == "edit" and edit_is_hopeless(refused):
                return await self._anew(row, content)
            return refused_verdict(row, refused, self._now())
        except Lost as lost:
            return lost_verdict(row, lost, self._now())

    async def _anew(self, row: Ready, content: Content) -> Verdict:
        """Say an edit as a message of its own: it is one in everything, also when its answer is lost."""
        fresh = replace(row, method="send")
        verdict = await self._judged(fresh, content, self._renderer.calls(row, content, anew=True))
        return replace(verdict, sending=_moved(row, verdict.sending))

    async def _sent(self, row: Ready, calls: Sequence[Call]) -> Verdict:
        """Send every part. When a later part fails the earlier ones have arrived: no longer a clean slate."""
        result = await self._api.call(calls[0].method, calls[0].parameters)
        for call in calls[1:]:
            try:
                result = await self._api.call(call.method, call.parameters)
            except (Refused, Lost) as error:
                raise Lost(f"in the middle: {error}", unsure=True) from error
        message_id = result.get("message_id") if isinstance(result, dict) else row.target_message
        return Verdict(Sending(row, "sent", message_id, unsure=row.unsure))


def _moved(row: Ready, sending: Sending) -> Sending:
    return replace(sending, row=row, moved_target=sending.state == "sent")
