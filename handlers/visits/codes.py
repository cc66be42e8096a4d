"""What the buttons of visits carry: which household or visit, what of it, and where in the list one was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from desk.domain.talk.forms import Form
from desk.domain.visits.forms import VISIT_DAY, VISIT_PAUSE, VISIT_PLAN
from desk.domain.visits.list_position import ListPosition, read_visit_spot
from desk.domain.visits.panel_codes import VisitNote, read_about, read_day, read_marks
from desk.domain.visits.visit import PauseReason
from handlers.talk.half_told import unless_half_told
from handlers.talk.turn import Handler, Reader
from handlers.visits.buttons import OTHER
from handlers.visits.days import (
    ask_day,
    choose_day,
    choose_plan,
    choose_reason,
    choose_until,
    press_pause,
    press_plan,
    press_resume,
)
from handlers.visits.list import open_home, press_keep, press_panel, press_unchanged, show_home, show_list
from handlers.visits.told import ask_problem, ask_words

_ROW: Final = 18  # digits of the largest row


def _read(parts: Sequence[str]) -> Handler:
    verb, *middle = parts
    if verb == "o":
        [number] = middle
        return partial(open_home, household_id=_row(number))
    *middle, at = middle
    if verb not in _READERS:
        raise ValueError(verb)
    return _READERS[verb](middle, read_visit_spot(at))


def _list(parts: Sequence[str], spot: ListPosition) -> Handler:
    [] = parts
    return partial(show_list, spot=spot)


def _card(parts: Sequence[str], spot: ListPosition) -> Handler:
    number, *day = parts
    on = _day(day[0]) if len(day) == 1 else None
    if len(day) > 1:
        raise ValueError(parts)
    return partial(show_home, household_id=_row(number), spot=spot, day=on)


def _unchanged(parts: Sequence[str], spot: ListPosition) -> Handler:
    [about] = parts
    return partial(press_unchanged, about=read_about(about), spot=spot)


def _correct(parts: Sequence[str], spot: ListPosition) -> Handler:
    [visit] = parts
    return partial(press_panel, about=VisitNote(_row(visit), None), marks=None, spot=spot)


def _panel(parts: Sequence[str], spot: ListPosition) -> Handler:
    about, letters = parts
    marks = read_marks(letters) if letters else None
    return partial(press_panel, about=read_about(about), marks=marks, spot=spot)


def _keep(parts: Sequence[str], spot: ListPosition) -> Handler:
    about, letters = parts
    return partial(press_keep, about=read_about(about), marks=read_marks(letters), spot=spot)


def _words(parts: Sequence[str], spot: ListPosition) -> Handler:
    about, letters = parts
    marks = read_marks(letters)
    return unless_half_told(partial(ask_words, about=read_about(about), marks=marks, spot=spot))


def _problem(parts: Sequence[str], spot: ListPosition) -> Handler:
    number, day = parts
    asked = partial(ask_problem, household_id=_row(number), day=read_day(day), spot=spot)
    return unless_half_told(asked)


def _made(parts: Sequence[str], spot: ListPosition) -> Handler:
    number, *day = parts
    if day not in ([], [OTHER]):
        raise ValueError(day)
    if day:
        return _typed(VISIT_DAY, _row(number), spot)
    return partial(choose_day, household_id=_row(number), spot=spot)


def _plan(parts: Sequence[str], spot: ListPosition) -> Handler:
    number, *day = parts
    if not day:
        return partial(choose_plan, household_id=_row(number), spot=spot)
    if day == [OTHER]:
        return _typed(VISIT_PLAN, _row(number), spot)
    [on] = day
    return partial(press_plan, household_id=_row(number), day=_day(on), spot=spot)


def _pause(parts: Sequence[str], spot: ListPosition) -> Handler:
    number, *rest = parts
    household_id = _row(number)
    if not rest:
        return partial(choose_reason, household_id=household_id, spot=spot)
    reason, day = PauseReason(rest[0]), rest[1:]
    if not day:
        return partial(choose_until, household_id=household_id, reason=reason, spot=spot)
    if day == [OTHER]:
        return _typed(VISIT_PAUSE, household_id, spot, reason.value)
    [until] = day
    return partial(press_pause, household_id=household_id, reason=reason, day=_day(until), spot=spot)


def _resume(parts: Sequence[str], spot: ListPosition) -> Handler:
    [number] = parts
    return partial(press_resume, household_id=_row(number), spot=spot)


def _typed(form: Form, household_id: int, spot: ListPosition, reason: str = "") -> Handler:
    known = partial(ask_day, form=form, household_id=household_id, spot=spot, reason=reason)
    return unless_half_told(known)


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ValueError(text)
    return day


def _row(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _ROW):
        raise ValueError(text)
    return int(text)


_READERS: Final[Mapping[str, Callable[[Sequence[str], ListPosition], Handler]]] = {
    "l": _list,
    "c": _card,
    "n": _unchanged,
    "e": _correct,
    "p": _panel,
    "k": _keep,
    "m": _words,
    "q": _problem,
    "d": _made,
    "v": _plan,
    "z": _pause,
    "r": _resume,
}
BUTTONS: Final[Mapping[str, Reader]] = {"w": _read}
