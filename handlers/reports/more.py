"""更多: complaints, ideas, reporting for somebody else, who answers here, one's village, the language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from desk.actions.broadcasts.authors import desk_posts
from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.staff.change import administrator
from desk.domain.reports.forms import ASK_SUBJECT, HOME
from desk.domain.talk.messages import Button, Keyboard, Rows
from handlers.broadcasts.compose import begin_broadcast, show_subscription
from handlers.households.policy_sheets import begin_sheet
from handlers.people.contacts import tell_officials
from handlers.reports.complaint import begin_complaint
from handlers.reports.report import begin_report, begin_suggestion
from handlers.staff.leave import begin_leave
from handlers.staff.staff import show_staff
from handlers.sweeps.list import list_sweeps
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn
from handlers.visits.list import list_visits

_ROWS: Rows = (
    (Button("more.complaint", "m:complaint"), Button("more.suggestion", "m:suggestion")),
    (Button("more.for_other", "m:for_other"),),
    (Button("more.officials", "m:officials"), Button("more.home", "m:home")),
    (Button("more.numbers", "m:numbers"), Button("more.notices", "m:notices")),
    (Button("more.language", "m:language"),),
)
_OFFICIALS_ROWS: Rows = (
    (Button("more.visits", "m:visits"), Button("more.sweeps", "m:sweeps")),
    (Button("more.leave", "m:leave"),),
)


async def show_more(turn: Turn) -> None:
    """What else one can do."""
    path = turn.work.areas.path(turn.person.area_code) if turn.person.area_code else ""
    await turn.say("more.ask", {"place": path}, await rows_of_more(turn), Keyboard.INLINE)


async def rows_of_more(turn: Turn) -> Rows:
    """The buttons of this menu for this person."""
    return (*_ROWS, *await _rows_of_officials(turn))


async def _rows_of_officials(turn: Turn) -> Rows:
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        return ()
    keeps_list = not isinstance(await administrator(turn.work, turn.person), Refusal)
    writes = bool(await desk_posts(turn.work, turn.person))
    sends = bool(await desk_posts(turn.work, turn.person, sheets=True))
    more = (
        *((Button("more.broadcast", "m:broadcast"),) if writes else ()),
        *((Button("more.sheet", "m:sheet"),) if sends else ()),
        *((Button("more.staff", "m:staff"),) if keeps_list else ()),
    )
    return (*_OFFICIALS_ROWS, more) if more else _OFFICIALS_ROWS


async def press_more(turn: Turn, choice: str) -> None:
    """A button of this menu."""
    turn.notice()
    if choice in _CHOICES:
        await _CHOICES[choice](turn)


async def _for_other(turn: Turn) -> None:
    await begin_report(turn, {ASK_SUBJECT: True})


async def _home(turn: Turn) -> None:
    await open_form(turn, HOME, {})


async def _numbers(turn: Turn) -> None:
    await say_with_menu(turn, "more.numbers_list", hotline=turn.work.rules.hotline)


async def _switch_language(turn: Turn) -> None:
    other = "en" if turn.person.language == "zh_CN" else "zh_CN"
    turn.person = replace(turn.person, language=other)
    await turn.work.people.save(turn.person)
    await say_with_menu(turn, "more.language_done")


_CHOICES: Final[Mapping[str, Callable[[Turn], Awaitable[None]]]] = {
    "complaint": begin_complaint,
    "suggestion": begin_suggestion,
    "for_other": _for_other,
    "officials": tell_officials,
    "home": _home,
    "numbers": _numbers,
    "staff": show_staff,
    "leave": begin_leave,
    "visits": list_visits,
    "broadcast": begin_broadcast,
    "sheet": begin_sheet,
    "sweeps": list_sweeps,
    "notices": show_subscription,
    "language": _switch_language,
}
