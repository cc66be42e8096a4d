"""更多: complaints, ideas, reporting for somebody else, who answers here, one's village, the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from desk.actions.broadcasts.authors import desk_posts
from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.staff.change import administrator
from desk.domain.reports.forms import ASK_SUBJECT, HOME
from desk.domain.talk.messages import Button, Keyboard, Rows
from handlers.reports.complaint import begin_complaint
from handlers.reports.report import begin_report, begin_suggestion
from handlers.talk.forms import open_form
from handlers.talk.half_told import unless_half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Reader, Recogniser, Turn
from handlers.talk.typed import button_meant

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
    """A button of this menu, whichever room offers it."""
    turn.notice()
    handler = turn.house.more.get(choice)
    if handler is not None:
        await handler(turn)


async def _hear_more(turn: Turn) -> str | None:
    return button_meant(turn, await rows_of_more(turn))


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


def _read(parts: Sequence[str]) -> Handler:
    [choice] = parts
    return partial(press_more, choice=choice)


CHOICES: Final[Mapping[str, Handler]] = {
    "complaint": unless_half_told(begin_complaint),
    "suggestion": unless_half_told(begin_suggestion),
    "for_other": unless_half_told(_for_other),
    "home": unless_half_told(_home),
    "numbers": _numbers,
    "language": _switch_language,
}
BUTTONS: Final[Mapping[str, Reader]] = {"m": _read}
FREE_WORDS: Final = {"more": Recogniser(_hear_more, press_more)}
