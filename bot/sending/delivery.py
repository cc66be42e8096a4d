"""One message on its way: open it, render it, make its calls one after the other, judge what came back."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.connecting.api import PATIENCE, Api
from bot.connecting.errors import Lost, Refused, named
from bot.process.uptime import Clock
from bot.sending.attached import corrected, pieces_of
from bot.sending.render import ApiCall, Renderer, is_move
from bot.sending.verdicts import (
    Moment,
    Verdict,
    again,
    edit_is_hopeless,
    growing,
    lost_verdict,
    refused_verdict,
)
from storage.engine.trouble import passes
from storage.mail.claims import Content, Ready, SendOutcome, arrived
from storage.mail.outbox_states import OutboxState

_AHEAD_PATIENCE = 8.0
log = logging.getLogger(__name__)
# Told after each call of a row but the last; says whether the next may leave now.
GoOn = Callable[[Ready], Awaitable[bool]]
# Opens a row, with the file that goes with it.
Read = Callable[[Ready], Awaitable[Content]]


class Delivery:
    """Sends one row; whatever happens becomes a verdict."""

    def __init__(self, api: Api, renderer: Renderer, clock: Clock) -> None:
        self._api = api
        self._renderer = renderer
        self._clock = clock

    async def deliver(self, row: Ready, read: Read, go_on: GoOn) -> Verdict:
        """Send a row, behind what has arrived of it; never raises except when cancelled."""
        try:
            content = await read(row)
            calls = self._renderer.calls(row, content)
            if not calls:
                state = OutboxState.DROPPED if is_move(row, content) else OutboxState.FAILED
                return Verdict(SendOutcome(row, state, error="nothing to say"))
            if row.method != "edit":
                return await self._known(row, content, calls, go_on)
            if not calls[0].method.startswith("edit"):
                return await self._anew(row, content, go_on)
            return await self._edited(row, content, calls, go_on)
        except Exception as error:  # noqa: BLE001 - one broken message must not stop the others
            if passes(error):  # its file could not be read just now
                return Verdict(again(row), chat_pause=growing(row.attempts))
            log.error("message broken id=%d text=%s error=%s", row.id, row.template, named(error))  # noqa: TRY400
            return Verdict(SendOutcome(row, OutboxState.FAILED, error=named(error)))

    async def _known(self, row: Ready, content: Content, calls: Sequence[ApiCall], go_on: GoOn) -> Verdict:
        """Send it; what Telegram knows to be another kind of file is sent once more as that."""
        verdict = await self._sent(row, calls[row.tries.calls :], go_on)
        pieces = corrected(pieces_of(content), verdict.sending.error or "")
        if verdict.sending.state is not OutboxState.FAILED or not pieces:
            return verdict
        return await self._sent(row, self._renderer.calls(row, replace(content, pieces=pieces)), go_on)

    async def _edited(self, row: Ready, content: Content, calls: Sequence[ApiCall], go_on: GoOn) -> Verdict:
        try:
            result = await self._api.call(calls[0].method, calls[0].parameters)
        except Refused as refused:
            if refused.code == 400 and is_move(row, content):
                return Verdict(SendOutcome(row, OutboxState.DROPPED, error="it moves no more"))
            if edit_is_hopeless(refused):
                return await self._anew(row, content, go_on)
            return refused_verdict(row, refused, self._at())
        except Lost as lost:
            return lost_verdict(row, lost, self._at())
        return Verdict(SendOutcome(row, OutboxState.SENT, _number(result) or row.target_message, row.unsure))

    async def _anew(self, row: Ready, content: Content, go_on: GoOn) -> Verdict:
        """Say an edit as a message of its own: it is one in everything, also when its answer is lost."""
        calls = self._renderer.calls(row, content, anew=True)
        verdict = await self._sent(replace(row, method="send"), calls[row.tries.calls :], go_on)
        return replace(verdict, sending=_moved(row, verdict.sending))

    async def _sent(self, row: Ready, calls: Sequence[ApiCall], go_on: GoOn) -> Verdict:
        """Make the calls that are left. One that goes wrong takes nothing from those before it."""
        for number, call in enumerate(calls, start=1):
            try:
                result = await self._api.call(call.method, call.parameters, _patience(row))
            except Refused as refused:
                return refused_verdict(row, refused, self._at())
            except Lost as lost:
                return lost_verdict(row, lost, self._at())
            last = number == len(calls)
            row = arrived(row, _number(result), last=last)
            if not last and not await go_on(row):
                return Verdict(again(row))
        return Verdict(SendOutcome(row, OutboxState.SENT, row.message_id, row.unsure))

    def _at(self) -> Moment:
        return Moment(self._clock.now(), self._clock.running.seconds)


def _patience(row: Ready) -> float:
    """Seconds for an answer: what goes before a card does not hold it up longer than the card waits."""
    return _AHEAD_PATIENCE if row.ahead_id is not None else PATIENCE


def _number(result: object) -> int | None:
    """The number of the message that a call made or changed; of the first, where it made several."""
    first = result[0] if isinstance(result, list) and result else result
    return first.get("message_id") if isinstance(first, dict) else None


def _moved(row: Ready, sending: SendOutcome) -> SendOutcome:
    """What became of an edit that was said anew, as of an edit again."""
    return replace(
        sending,
        row=replace(sending.row, method=row.method),
        moved_target=sending.state is OutboxState.SENT,
    )
