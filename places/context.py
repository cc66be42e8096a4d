"""What stands around a name: does the text speak of a place there, does the name end there."""

import re
from dataclasses import dataclass

from places import words
from places.gazetteer import Gazetteer, NameForm
from places.names import COMMUNITY, VILLAGE
from places.windows import TextWindow

_GROUP = re.compile(r"第?[一二三四五六七八九十〇]{1,3}(组|社|队|小组|号)")
_REACH = 16
_VILLAGE_GAIN, _COMMUNITY_GAIN, _PER_ENDING_CHAR, _OTHER_ENDING = 1.7, 4.0, 0.8, -1.0
_OPENED, _NOT_OPENED = 1.0, -2.0
_CLOSED, _NOT_CLOSED = 1.0, -3.5
_A_TOWNS_NAME = -5.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town named in the text: its root ends at `stop`, its ending, if it is written, at `end`."""

    form: NameForm
    start: int
    stop: int
    end: int
    gain: float
    errors: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """The surroundings of one stretch of text, taken as a village's name.

    `gain` in nats, for any village; `ending_gain` for one of the kind `ending`; `end` includes the ending.
    `opened` and `closed`: the name begins and ends where it seems to. `home`: words around it speak of where
    somebody lives. `barred`: they say that it is not the place, or something else of that name.
    """

    gain: float
    ending_gain: float
    end: int
    ending: str
    opened: bool
    closed: bool
    home: bool
    barred: bool


def ending_after(text: str, at: int, endings: tuple[str, ...]) -> int:
    """Length of the ending that begins here, 0 for none."""
    if not text.startswith(endings, at):
        return 0
    return next(len(ending) for ending in endings if text.startswith(ending, at))


def town_in(form: NameForm, window: TextWindow, text: str) -> Town:
    """Read the ending after a town's window: its own speaks for it, a village's or another town's against."""
    own = ending_after(text, window.end, words.TOWN_ENDINGS)
    gain = window.gain
    if own:
        same = form.kind != "" and text.startswith(form.kind, window.end)
        gain += (2.0 + own) if same else -1.0
    elif text.startswith(words.VILLAGE_ENDINGS + words.COMMUNITY_ENDINGS, window.end):
        gain -= 4.0
    return Town(form, window.start, window.end, window.end + own, gain, window.errors, own > 0)


class Surroundings:
    """Judges windows of one text; what depends on the bounds alone is judged once."""

    def __init__(self, gazetteer: Gazetteer, text: str, towns: list[Town]) -> None:
        """Remember where towns begin and end: a village may end or begin there."""
        self._text = text
        self._leads = (",", *words.LEAD_WORDS, *gazetteer.county_words)
        self._town_ends = {town.end for town in towns}
        self._town_starts = {town.start for town in towns}
        self._known: dict[tuple[int, int], Bounds] = {}

    def judge(self, kind: str, window: TextWindow) -> tuple[float, Bounds]:
        """The nats that the setting adds for a village of this kind, and the setting."""
        place = (window.start, window.end)
        bounds = self._known.get(place)
        if bounds is None:
            bounds = self._known[place] = self._look(window.start, window.end)
        if not bounds.ending:
            return bounds.gain, bounds
        return bounds.gain + (bounds.ending_gain if kind == bounds.ending else _OTHER_ENDING), bounds

    def _look(self, start: int, stop: int) -> Bounds:
        text = self._text
        ending, length = _ending(text, stop)
        end = stop + length
        before = text[max(0, start - _REACH) : start]
        opened = start == 0 or before[-1] in words.LEAD_CHARS or before.endswith(self._leads)
        located = text.startswith(words.LOCATED, end) or _GROUP.match(text, end) is not None
        closed = located or end in self._town_starts or self._is_over(end)
        gain = (_OPENED if opened or start in self._town_ends else _NOT_OPENED) + (
            _CLOSED if closed else 0.0 if length else _NOT_CLOSED
        )
        return Bounds(
            gain=gain + (_A_TOWNS_NAME if text.startswith(words.TOWN_ENDINGS, end) else 0.0),
            ending_gain=(_COMMUNITY_GAIN if ending == COMMUNITY else _VILLAGE_GAIN)
            + _PER_ENDING_CHAR * length,
            end=end,
            ending=ending,
            opened=opened,
            closed=closed,
            home=located or before.endswith(words.HOME_WORDS),
            barred=before.endswith(words.NOT_WORDS) or text.startswith(words.ELSEWHERE + words.KIN, end),
        )

    def _is_over(self, end: int) -> bool:
        """Can a name end here?"""
        text = self._text
        return end >= len(text) or text[end] in words.TAIL_CHARS or text.startswith(words.TAIL_WORDS, end)


def _ending(text: str, at: int) -> tuple[str, int]:
    """The kind and length of the ending that begins here."""
    length = ending_after(text, at, words.VILLAGE_ENDINGS)
    if length:
        return VILLAGE, length
    length = ending_after(text, at, words.COMMUNITY_ENDINGS)
    return (COMMUNITY, length) if length else ("", 0)


def adjoining(text: str, town: Town, window: TextWindow, end: int) -> bool:
    """Does the town stand right before or after the village, with nothing but a linking word between?"""
    if town.end <= window.start:
        return text[town.end : window.start] in words.LINKS
    return end <= town.start and text[end : town.start] in words.LINKS


def disjoint(town: Town, window: TextWindow, end: int) -> bool:
    """Do the town and the village, its ending included, share no character?"""
    return town.end <= window.start or end <= town.start
