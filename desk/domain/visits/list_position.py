"""Where an official is in the list of visits: which message shows it, and at which page of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

_CODE: Final = re.compile(r"([0-9]{1,4})\.([0-9]{1,12}\.[0-9]{1,12})")


class Occasion(StrEnum):
    """Why an official sees the list."""

    ASKED = "asked"
    MORNING = "morning"
    AFTERNOON = "afternoon"


# No update of Telegram has such a stamp: these cards are sent by the clock, one of each a day.
_BY_THE_CLOCK: Final = {Occasion.MORNING: "0", Occasion.AFTERNOON: "1"}


@dataclass(frozen=True, slots=True)
class ListPosition:
    """A page of the list in one message; `card` is the stamp of what asked for that message."""

    card: str
    page: int = 0

    def code(self) -> str:
        """As a button carries it, 30 bytes at the most."""
        return f"{self.page}.{self.card}"

    def key(self, chat_id: int) -> str:
        """The business key of that message."""
        return f"visits:{chat_id}:{self.card}"

    def turned(self, page: int) -> ListPosition:
        """Another page in the same message."""
        return replace(self, page=page)


def spot_of_day(occasion: Occasion, day: date) -> ListPosition:
    """The card that the clock sends on a day."""
    return ListPosition(f"{_BY_THE_CLOCK[occasion]}.{day:%Y%m%d}")


def read_visit_spot(code: str) -> ListPosition:
    """The spot of a code. Raises ValueError for what is no code of ours."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError(code)
    return ListPosition(found.group(2), int(found.group(1)))
