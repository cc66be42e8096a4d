"""What the buttons of the queue carry: where one is in it, and which message shows it.

Nothing is remembered between two presses, so a code says the view, the line that the page begins behind, the
number of the page for its reader, and the update that asked for the list, whose message is edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from desk.domain.worklists.queue import Mark, QueueLine, QueueSlice, QueueView

_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LONGEST: Final = 13  # signs of the largest number that a row can have
_LARGEST: Final = 2**63 - 1  # … which is this one
_DIGITS: Final = 18  # more than any row's number has
_PAGES: Final = 5  # digits; whoever turns so many pages uses the search
_STAMP: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,12}")  # bot and update
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


def number_in(text: str) -> int:
    """A number out of a button. Raises ValueError for what no row can have."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError(text)
    return int(text)


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


def read_stamp(first: str) -> str:
    """The update whose message is edited, or none. Raises ValueError for what names no update."""
    if first and not _STAMP.fullmatch(first):
        raise ValueError(first)
    return first


def _mark_code(part: QueueSlice) -> str:
    if part.mark is None:
        return ""
    due_at = part.mark.due_at
    moment = "" if due_at is None else short((due_at - _EPOCH) // _TICK)
    return f"{_BACK if part.backwards else _FORWARD}{moment}.{short(part.mark.case_id)}"


def short(number: int) -> str:
    """A number in as few signs as a button may carry."""
    signs = ""
    while number:
        number, rest = divmod(number, len(_SIGNS))
        signs = _SIGNS[rest] + signs
    return signs or _SIGNS[0]


def whole(signs: str) -> int:
    """The number of `short`. Raises ValueError for what no row can have."""
    if len(signs) > _LONGEST or not set(signs) <= set(_SIGNS):
        raise ValueError(signs)
    number = int(signs, len(_SIGNS))
    if number > _LARGEST:
        raise ValueError(signs)
    return number


def _moment(signs: str) -> datetime | None:
    if not signs:
        return None
    try:
        return _EPOCH + whole(signs) * _TICK
    except OverflowError as error:
        raise ValueError(signs) from error
