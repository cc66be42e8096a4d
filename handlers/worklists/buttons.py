"""What the buttons of lists ask for: the queue of a desk, today's page, what is overdue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from desk.domain.worklists.forms import FIND
from handlers.talk.codes import number_in, read_stamp
from handlers.talk.looking import ask_for_word
from handlers.talk.turn import Handler, Reader
from handlers.worklists.choosing import begin_choosing, go_on, leave, toggle, toggle_page, turn_page
from handlers.worklists.codes import read_spot
from handlers.worklists.desk import list_desk
from handlers.worklists.leader import show_overdue
from handlers.worklists.today import list_today

_WITH_SPOT: Final[Mapping[str, Callable[..., Awaitable[None]]]] = {
    "v": list_desk,
    "s": begin_choosing,
    "p": turn_page,
}
_PLAIN: Final[Mapping[str, Handler]] = {
    "a": toggle_page,
    "n": go_on,
    "x": leave,
    "f": partial(ask_for_word, form=FIND),
}


def _queue(parts: Sequence[str]) -> Handler:
    match parts:
        case ["t", case_id, version]:
            return partial(toggle, case_id=number_in(case_id), version=number_in(version))
        case ["v" | "s" | "p" as verb, view, mark, page, first]:
            return partial(_WITH_SPOT[verb], spot=read_spot(view, mark, page, first))
        case [verb] if verb in _PLAIN:
            return _PLAIN[verb]
    raise ValueError(parts)


def _today(parts: Sequence[str]) -> Handler:
    page, first = parts
    if not read_stamp(first):
        raise ValueError(parts)
    return partial(list_today, number=number_in(page))


def _overdue(parts: Sequence[str]) -> Handler:
    [] = parts
    return show_overdue


BUTTONS: Final[Mapping[str, Reader]] = {"q": _queue, "m:today": _today, "m:overdue": _overdue}
