"""The buttons of a case's card: the next acts at once, everything else behind «more»."""

from __future__ import annotations

from typing import Final

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, Act, Case, State
from desk.domain.cases.lifecycle import allowed, open_for
from desk.domain.talk.messages import Button, Rows

_FIRST: Final[tuple[tuple[Act, ...], ...]] = (
    (Act.CONFIRM_WITHDRAWAL,),
    (Act.ACCEPT, Act.VISIT),
    (Act.REPLY,),
    (Act.DISPUTE, Act.PASS_UP),
    (Act.RETURN, Act.TAKE),
    (Act.HELP,),
    (Act.RESUME,),
    (Act.GRANT, Act.REFUSE),
    (Act.VERIFY, Act.SEND_BACK),
)
# Who rules a dispute must see at once that it can go to a third.
_RULING: Final = ((Act.TRANSFER,),)
_MORE: Final[tuple[tuple[Act, ...], ...]] = (
    (Act.TRANSFER, Act.JOIN),
    (Act.ASK_MATERIAL, Act.ASK_EXTENSION),
    (Act.COMMENT, Act.CALL_HELP),
    (Act.FOUND, Act.REFER),
    (Act.REDIRECT, Act.DECLINE),
    (Act.MERGE,),
    (Act.SUPERVISE,),
)
# A leader's card is there to be looked at and to press.
_PRESSING: Final = ((Act.SUPERVISE,),)
MORE, LESS, WHY, ALL = "more", "less", "why", "all"


def act_code(case: Case, act: Act) -> str:
    """What a button of a case carries; the version makes an old one known."""
    return f"k:{case.id}:{case.version}:{act.value}"


def card_code(case: Case, wish: str) -> str:
    """What a button carries that only changes how the card is shown."""
    return f"c:{case.id}:{wish}"


def way_to_card(case: Case) -> Rows:
    """The button under a word about a case that brings its card."""
    return ((Button("tick.open", f"m:card:{case.id}"),),)


def card_rows(case: Case, capacity: Capacity, *, full: bool = False, cut: bool = False) -> Rows:
    """The buttons that this reader may press now; with `full` those behind «more» too.

    Of a story that is `cut` everything can be asked for.
    """
    if case.state in FINISHED:
        return ()
    possible = {act for act in allowed(case.state, capacity) if open_for(case, act)}
    layout = _first(case, capacity)
    first = _rows(case, layout, possible)
    more = _rows(case, _MORE, possible - {act for row in layout for act in row})
    fold = (
        [Button(f"task.fold.{LESS if full else MORE}", card_code(case, LESS if full else MORE))]
        if more
        else []
    )
    last = (Button("task.fold.why", card_code(case, WHY)), *fold)
    whole = ((Button("task.fold.all", card_code(case, ALL)),),) if cut else ()
    return (*first, *(more if full else ()), *whole, last)


def _first(case: Case, capacity: Capacity) -> tuple[tuple[Act, ...], ...]:
    if capacity is Capacity.LEADER:
        return _PRESSING
    return (*_FIRST, *_RULING) if case.state is State.DISPUTED else _FIRST


def _rows(case: Case, layout: tuple[tuple[Act, ...], ...], possible: set[Act]) -> Rows:
    rows = (
        tuple(Button(f"task.act.{act.value}", act_code(case, act)) for act in row if act in possible)
        for row in layout
    )
    return tuple(row for row in rows if row)


def may_act(case: Case, capacity: Capacity) -> bool:
    """Whether the card has any button for this reader but to ask why."""
    possible = {act for act in allowed(case.state, capacity) if open_for(case, act)}
    return bool(_rows(case, _first(case, capacity), possible))
