"""What the buttons of broadcasts ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from handlers.broadcasts.compose import press_broadcast, press_subscription
from handlers.broadcasts.results import PAGED, press_unread
from handlers.talk.codes import number_in, page_in, read_stamp
from handlers.talk.turn import Handler, Reader


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["on" | "off" as wish]:
            return partial(press_subscription, wanted=wish == "on")
        case [broadcast_id, verb]:
            return partial(press_broadcast, broadcast_id=number_in(broadcast_id), verb=verb)
        case [broadcast_id, verb, page, first] if verb in PAGED:
            return partial(
                PAGED[verb],
                broadcast_id=number_in(broadcast_id),
                number=page_in(page),
                first=read_stamp(first),
            )
        case [broadcast_id, "unread", village, page, *first] if len(first) <= 1:
            return partial(
                press_unread,
                broadcast_id=number_in(broadcast_id),
                village=village,
                number=page_in(page),
                first=read_stamp(first[0]) if first else "",
            )
    raise ValueError(parts)


BUTTONS: Final[Mapping[str, Reader]] = {"b": _read}
