"""What the buttons of sweeps ask for; the family `x`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.sweeps.pages import Wanted
from desk.actions.sweeps.tick_off import SeenObject
from desk.domain.sweeps.sweep import Missing
from handlers.sweeps.codes import read_area, read_wanted
from handlers.sweeps.found import press_else, press_problem
from handlers.sweeps.list import list_sweeps
from handlers.sweeps.objects import choose_village, press_fine, press_missing, show_object, show_objects
from handlers.sweeps.progress import choose_size, press_size, show_progress
from handlers.sweeps.spot_checks import list_checks, press_differs, press_same, show_check
from handlers.talk.codes import number_in, read_stamp
from handlers.talk.turn import Handler, Reader

Parts = Sequence[str]


def _read(parts: Parts) -> Handler:
    verb, *rest = parts
    reader = _READERS.get(verb)
    if reader is None:
        raise ValueError(verb)
    return reader(rest)


def _list(parts: Parts) -> Handler:
    [first] = parts
    return partial(list_sweeps, first=read_stamp(first))


def _open(parts: Parts) -> Handler:
    sweep_id, first = parts
    return partial(show_objects, sweep_id=number_in(sweep_id), wanted=Wanted(), first=read_stamp(first))


def _page(parts: Parts) -> Handler:
    sweep_id, group, mark, first = parts
    wanted = read_wanted(group, mark)
    return partial(show_objects, sweep_id=number_in(sweep_id), wanted=wanted, first=read_stamp(first))


def _villages(parts: Parts) -> Handler:
    sweep_id, page, first = parts
    return partial(
        choose_village, sweep_id=number_in(sweep_id), number=number_in(page), first=read_stamp(first)
    )


def _object(parts: Parts, *, asks_why: bool = False) -> Handler:
    object_id, first = parts
    return partial(show_object, object_id=number_in(object_id), first=read_stamp(first), asks_why=asks_why)


def _fine(parts: Parts) -> Handler:
    object_id, version, first = parts
    return partial(press_fine, seen=_seen(object_id, version), first=read_stamp(first))


def _missing(parts: Parts) -> Handler:
    object_id, version, why, first = parts
    seen, stamp = _seen(object_id, version), read_stamp(first)
    if Missing(why) is Missing.ELSE:
        return partial(press_else, seen=seen)
    return partial(press_missing, seen=seen, why=Missing(why), first=stamp)


def _problem(parts: Parts) -> Handler:
    object_id, version, first = parts
    read_stamp(first)
    return partial(press_problem, seen=_seen(object_id, version))


def _progress(parts: Parts) -> Handler:
    sweep_id, code, first = parts
    return partial(show_progress, sweep_id=number_in(sweep_id), code=read_area(code), first=read_stamp(first))


def _sample(parts: Parts) -> Handler:
    sweep_id, first = parts
    return partial(choose_size, sweep_id=number_in(sweep_id), first=read_stamp(first))


def _size(parts: Parts) -> Handler:
    sweep_id, size, known, first = parts
    read_stamp(first)
    return partial(press_size, sweep_id=number_in(sweep_id), size=number_in(size), known=number_in(known))


def _checks(parts: Parts) -> Handler:
    [first] = parts
    return partial(list_checks, number=0, first=read_stamp(first))


def _checks_page(parts: Parts) -> Handler:
    page, first = parts
    return partial(list_checks, number=number_in(page), first=read_stamp(first))


def _check(parts: Parts) -> Handler:
    sample_id, position, first = parts
    return partial(
        show_check, sample_id=number_in(sample_id), position=number_in(position), first=read_stamp(first)
    )


def _same(parts: Parts) -> Handler:
    sample_id, position, first = parts
    return partial(
        press_same, sample_id=number_in(sample_id), position=number_in(position), first=read_stamp(first)
    )


def _differs(parts: Parts) -> Handler:
    sample_id, position = parts
    return partial(press_differs, sample_id=number_in(sample_id), position=number_in(position))


def _seen(object_id: str, version: str) -> SeenObject:
    return SeenObject(number_in(object_id), number_in(version))


_READERS: Final[Mapping[str, Callable[[Parts], Handler]]] = {
    "l": _list,
    "s": _open,
    "p": _page,
    "v": _villages,
    "o": _object,
    "n": partial(_object, asks_why=True),
    "f": _fine,
    "m": _missing,
    "q": _problem,
    "w": _progress,
    "t": _sample,
    "z": _size,
    "i": _checks,
    "j": _checks_page,
    "r": _check,
    "y": _same,
    "d": _differs,
}
BUTTONS: Final[Mapping[str, Reader]] = {"x": _read}
