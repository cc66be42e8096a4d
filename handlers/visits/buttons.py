"""The buttons of visits, below the card of a household and below what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from desk.actions.visits.home_card import Home
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from desk.domain.visits.list_position import ListPosition
from desk.domain.visits.panel_codes import Levels, Topics, VisitNote, day_code, levels_code
from desk.domain.visits.visit import FindingLevel, How, PauseReason

_BACK: Final = "menu.button.back"
_PAUSE_DAYS: Final = (30, 90)
_DAYS_SHOWN: Final = 7
OTHER: Final = "other"
OPEN: Final = "w:o"  # the card of a household in a message of its own


def home_rows(home: Home, spot: ListPosition, day: date | None, *, paused: bool) -> Rows:
    """What can be told of a household; a call comes first where they work away."""
    number, at = home.household.id, spot.code()
    hows = (How.PHONE, How.HOME) if home.household.lives_away else (How.HOME, How.PHONE)
    unchanged = [
        (Button(f"visits.button.unchanged.{how}", f"w:n:{VisitNote(number, how, day).code()}:{at}"),)
        for how in hows
    ]
    changed = f"w:p:{VisitNote(number, hows[0], day).code()}::{at}"
    return (
        *unchanged,
        (
            Button("visits.button.changed", changed),
            Button("visits.button.problem", f"w:q:{number}:{day_code(day)}:{at}"),
        ),
        (
            Button("visits.button.other_day", f"w:d:{number}:{at}"),
            Button("visits.button.plan", f"w:v:{number}:{at}"),
        ),
        (
            *((_pause_button(number, at, paused=paused),) if home.may_pause else ()),
            *((Button("visits.button.household", f"h:{number}:card"),) if home.role is not None else ()),
        ),
        (Button("visits.button.list", f"w:l:{at}"),),
    )


def _pause_button(number: int, at: str, *, paused: bool) -> Button:
    if paused:
        return Button("visits.button.resume", f"w:r:{number}:{at}")
    return Button("visits.button.pause", f"w:z:{number}:{at}")


@dataclass(frozen=True, slots=True)
class VisitPanel:
    """Which visit is told topic by topic, what topics there are, and in which message."""

    about: VisitNote
    topics: Topics
    spot: ListPosition

    def kept(self, levels: Levels) -> str:
        """What a button says of the visit when things stand so."""
        return f"{self.about.code()}:{levels_code(levels, self.topics)}:{self.spot.code()}"

    def shows(self, levels: Levels, how: How | None = None) -> str:
        """The button after which things stand so."""
        about = self.about if how is None else VisitNote(self.about.id, how, self.about.day)
        return f"w:p:{replace(self, about=about).kept(levels)}"


def panel_rows(panel: VisitPanel, levels: Levels, last: Levels) -> Rows:
    """Three answers to each topic, those of now marked; then how they were visited, and what follows."""
    about, at = panel.about, panel.spot.code()
    start = last or dict.fromkeys(panel.topics, FindingLevel.GOOD)
    kept = panel.kept(levels)
    return (
        (Button("visits.button.same" if last else "visits.button.all_good", panel.shows(start)),),
        *(
            tuple(_level_button(panel, levels, (topic, level)) for level in FindingLevel)
            for topic in panel.topics
        ),
        *((_how_buttons(panel, levels),) if about.how is not None else ()),
        (Button("visits.button.keep", f"w:k:{kept}"), Button("visits.button.words", f"w:m:{kept}")),
        (Button(_BACK, f"w:l:{at}" if about.how is None else _home(about.id, about.day, at)),),
    )


def _level_button(panel: VisitPanel, levels: Levels, chosen: tuple[str, FindingLevel]) -> Button:
    topic, level = chosen
    words: dict[str, Json] = {
        "topic": topic if level is FindingLevel.GOOD else "",
        "level": level.value,
        "chosen": levels.get(topic) is level,
    }
    return Button("visits.level", panel.shows({**levels, topic: level}), words)


def _how_buttons(panel: VisitPanel, levels: Levels) -> tuple[Button, ...]:
    return tuple(
        Button(f"visits.button.how.{how}", panel.shows(levels, how), {"chosen": panel.about.how is how})
        for how in How
    )


def _home(number: int, day: date | None, at: str) -> str:
    return f"w:c:{number}:{day_code(day)}:{at}" if day is not None else f"w:c:{number}:{at}"


def made_rows(number: int, today: date, spot: ListPosition) -> Rows:
    """Days on which they may have been there."""
    days = [today - timedelta(days=back) for back in range(1, _DAYS_SHOWN)]
    return _with_other(f"w:d:{number}", f"w:c:{number}", days, (today, spot))


def plan_rows(number: int, today: date, spot: ListPosition) -> Rows:
    """Days on which they may come."""
    days = [today + timedelta(days=ahead) for ahead in range(1, _DAYS_SHOWN)]
    return _with_other(f"w:v:{number}", f"w:v:{number}", days, (today, spot))


def until_rows(number: int, reason: PauseReason, longest: int, here: tuple[date, ListPosition]) -> Rows:
    """Until when nobody needs to come."""
    today = here[0]
    days = [today + timedelta(days=ahead) for ahead in (*_PAUSE_DAYS, longest) if ahead <= longest]
    return _with_other(f"w:z:{number}:{reason}", f"w:z:{number}:{reason}", days, here)


def _with_other(family: str, on: str, days: Sequence[date], here: tuple[date, ListPosition]) -> Rows:
    """A button for each day, one for any other, and the way back to the card."""
    today, spot = here
    buttons = [
        Button(
            "visits.day",
            f"{on}:{day_code(day)}:{spot.code()}",
            {"on": day.isoformat(), "away": (day - today).days, "until": ":z:" in family},
        )
        for day in days
    ]
    number = family.split(":")[2]
    other = Button("visits.button.any_day", f"{family}:{OTHER}:{spot.code()}")
    return (*in_rows(buttons, 2), (other,), (Button(_BACK, _home(int(number), None, spot.code())),))


def reason_rows(number: int, spot: ListPosition) -> Rows:
    """Why nobody needs to come."""
    buttons = [
        Button(f"terms.pause.{reason}", f"w:z:{number}:{reason}:{spot.code()}") for reason in PauseReason
    ]
    return (*in_rows(buttons, 2), (Button(_BACK, _home(number, None, spot.code())),))
