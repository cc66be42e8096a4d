"""What stands around a name: does the text speak of a place there, and is the name over where it seems to be."""

import re
from dataclasses import dataclass

from places import words
from places.gazetteer import Form, Gazetteer
from places.names import COMMUNITY, VILLAGE
from places.windows import Window

_GROUP = re.compile(r"第?[一二三四五六七八九十〇]{1,3}(组|社|队|小组|号)")
_REACH = 8
_OWN_VILLAGE, _OWN_COMMUNITY, _OTHER_ENDING = 2.5, 5.0, -1.0
_OPENED, _NOT_OPENED = 1.0, -1.5
_CLOSED, _NOT_CLOSED = 1.0, -1.5
_A_TOWNS_NAME = -5.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town named in the text; its ending, if it is written, is included in `end`."""

    form: Form
    start: int
    end: int
    gain: float
    errors: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """The surroundings of one window. `gain` in nats; `end` includes the village's own ending; `opened` and
    `closed`: the name begins and ends where it seems to; `home`: the words before it speak of where one lives;
    `barred`: they say it is not the place, or that it is something else of this name."""

    gain: float
    end: int
    ended: bool
    opened: bool
    closed: bool
    home: bool
    barred: bool


def ending_after(text: str, at: int, endings: tuple[str, ...]) -> int:
    """Length of the ending that begins here, 0 for none."""
    if not text.startswith(endings, at):
        return 0
    return next(len(ending) for ending in endings if text.startswith(ending, at))


def town_in(form: Form, window: Window, text: str) -> Town:
    """Read the ending after a town's window: its own speaks for it, a village's or another town's against."""
    own = ending_after(text, window.end, words.TOWN_ENDINGS)
    gain = window.gain
    if own:
        same = form.kind != "" and text.startswith(form.kind, window.end)
        gain += (2.0 + own) if same else -1.0
    elif text.startswith(words.VILLAGE_ENDINGS + words.COMMUNITY_ENDINGS, window.end):
        gain -= 4.0
    return Town(form, window.start, window.end + own, gain, window.errors, own > 0)


class Surroundings:
    """Judges windows of one text."""

    def __init__(self, gazetteer: Gazetteer, text: str, towns: list[Town]) -> None:
        """Remember where towns end: a village may begin there."""
        self._text = text
        self._leads = (",", *words.LEAD_WORDS, *gazetteer.county_words)
        self._town_ends = {town.end for town in towns}

    def judge(self, form: Form, window: Window) -> Setting:
        """The setting of a village's window."""
        text = self._text
        village = ending_after(text, window.end, words.VILLAGE_ENDINGS)
        community = 0 if village else ending_after(text, window.end, words.COMMUNITY_ENDINGS)
        end = window.end + village + community
        before = text[max(0, window.start - _REACH) : window.start]
        opened, closed = self._opened(window.start, before), self._closed(end)
        gain = _ending_gain(form.kind, village, community) + (_OPENED if opened else _NOT_OPENED)
        gain += _CLOSED if closed else _NOT_CLOSED
        if text.startswith(words.TOWN_ENDINGS, end):
            gain += _A_TOWNS_NAME
        barred = before.endswith(words.NOT_WORDS) or text.startswith(words.ELSEWHERE + words.KIN, end)
        home = before.endswith(words.HOME_WORDS)
        return Setting(gain, end, village + community > 0, opened, closed, home, barred)

    def _opened(self, start: int, before: str) -> bool:
        if start == 0 or start in self._town_ends or before[-1] in words.LEAD_CHARS:
            return True
        return before.endswith(self._leads)

    def _closed(self, end: int) -> bool:
        text = self._text
        if end >= len(text) or text[end] in words.TAIL_CHARS:
            return True
        return text.startswith(words.TAIL_WORDS, end) or _GROUP.match(text, end) is not None


def _ending_gain(kind: str, village: int, community: int) -> float:
    """An ending of the village's own kind speaks for it, one of the other kind a little against."""
    if village:
        return _OWN_VILLAGE if kind == VILLAGE else _OTHER_ENDING
    if community:
        return _OWN_COMMUNITY if kind == COMMUNITY else _OTHER_ENDING
    return 0.0


def adjoining(text: str, town: Town, window: Window, end: int) -> bool:
    """Does the town stand right before or after the village, with nothing but a linking word between?"""
    if town.end <= window.start:
        return text[town.end : window.start] in words.LINKS
    return end <= town.start and text[end : town.start] in words.LINKS


def disjoint(town: Town, window: Window, end: int) -> bool:
    """Do the town and the village, its ending included, share no character?"""
    return town.end <= window.start or end <= town.start
