"""What the buttons of the queue carry: where one is in it, and which message shows it.

Nothing is remembered between two presses, so a code says the view, the line that the page begins behind, the
number of the page for its reader, and the update that asked for the list, whose message is edited.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from desk.domain.worklists.queue import Mark, QueueLine, QueueSlice, QueueView
from handlers.talk.codes import read_stamp, short, whole

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_PAGES: Final = 5  # digits; whoever turns so many pages uses the search
_FORWARD, _BACK = ">", "<"


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """A page of the queue; `first` names the message that is edited, empty for a new one."""

    part: QueueSlice
    number: int = 1
    first: str = ""

    def code(self) -> str:
        """`<view>:<direction><mark>:<page>:<message>`, 56 bytes at the most."""
        return f"{self.part.view}:{_mark_code(self.part)}:{self.number}:{self.first}"

    def turned(self, item: QueueLine, *, backwards: bool) -> QueuePosition:
        """The next page, behind its last line; or the one before its first."""
        number = max(1, self.number - 1) if backwards else self.number + 1
        return replace(self, part=replace(self.part, mark=item.mark, backwards=backwards), number=number)

    def of_view(self, view: QueueView) -> QueuePosition:
        """The beginning of another part of the queue, in the same message."""
        return QueuePosition(QueueSlice(view), first=self.first)


def read_spot(view: str, mark: str, number: str, first: str) -> QueuePosition:
    """The page that a code names. Raises ValueError for what is no code of ours."""
    if not (number.isascii() and number.isdigit() and len(number) <= _PAGES):
        raise ValueError(number)
    part = QueueSlice(QueueView(view))
    if mark:
        due_at, _, case_id = mark[1:].partition(".")
        if mark[0] not in _FORWARD + _BACK or not case_id:
            raise ValueError(mark)
        part = replace(part, mark=Mark(_moment(due_at), whole(case_id)), backwards=mark[0] == _BACK)
    return QueuePosition(part, int(number), read_stamp(first))


def _mark_code(part: QueueSlice) -> str:
    if part.mark is None:
        return ""
    due_at = part.mark.due_at
    moment = "" if due_at is None else short((due_at - _EPOCH) // _TICK)
    return f"{_BACK if part.backwards else _FORWARD}{moment}.{short(part.mark.case_id)}"


def _moment(signs: str) -> datetime | None:
    if not signs:
        return None
    try:
        return _EPOCH + whole(signs) * _TICK
    except OverflowError as error:
        raise ValueError(signs) from error
