"""Where in a text a form may stand: every promising alignment of a name with a stretch of the text."""

from collections.abc import Iterator
from typing import NamedTuple

from places.costs import ADDED, DROPPED, SAME, UNRELATED, cost
from places.gazetteer import MARGIN, STRIDE, Gazetteer
from places.words import ORDINARY

_EXACT = UNRELATED - SAME
_SHIFT_BITS = STRIDE.bit_length() - 1
_PER_CHAR = UNRELATED - ORDINARY
_SPLITTABLE = 3
_HOPELESS = -2.0
_BENT_LESS = 3.0
_NEVER = -99.0


class TextWindow(NamedTuple):
    """A form over `text[start:end]`. `gain`: nats against plain talk; `errors`: nats lost to mistakes."""

    form: int
    start: int
    end: int
    gain: float
    errors: float


def scan(gazetteer: Gazetteer, text: str, worth: list[float]) -> dict[int, float]:
    """Add up, per form and shift, the nats that the text's characters save; worthless ones are skipped."""
    totals: dict[int, float] = {}
    known = totals.get
    savings = gazetteer.savings
    for position, char in enumerate(text):
        for spot, saved in savings(char) if worth[position] else ():
            key = spot + position
            totals[key] = known(key, 0.0) + saved
    return totals


def rough(gazetteer: Gazetteer, totals: dict[int, float]) -> list[tuple[float, int]]:
    """Alignments with one exact character or two alike, and their gain if all talk were ordinary."""
    lengths = gazetteer.lengths
    return [
        (total - _PER_CHAR * lengths[key >> _SHIFT_BITS], key) for key, total in totals.items() if total > 9.9
    ]


def form_of(key: int) -> int:
    """The number of the form in a key."""
    return key >> _SHIFT_BITS


def start_of(key: int) -> int:
    """Where in the text the form of a key begins; may lie before the text."""
    return (key & (STRIDE - 1)) - MARGIN


def split(key: int, totals: dict[int, float], length: int) -> float:
    """Rough gain of a form that lost or got one character, so that its halves lie on neighbouring shifts."""
    if length < _SPLITTABLE:
        return _NEVER
    other = max(totals.get(key - 1, 0.0), totals.get(key + 1, 0.0))
    return totals[key] + other - _PER_CHAR * (length - 1) - DROPPED


class Aligner:
    """Reads windows of one text exactly; its characters are worth `worth` nats each."""

    def __init__(self, gazetteer: Gazetteer, text: str, worth: list[float]) -> None:
        """Keep what every alignment needs."""
        self._forms = gazetteer.forms
        self._text = text
        self._worth = worth

    def windows(self, key: int, totals: dict[int, float]) -> Iterator[TextWindow]:
        """The straight window of a key, and those with one character lost or added where that may pay."""
        number, start = form_of(key), start_of(key)
        name = self._forms[number].text
        straight = self._costs(name, start)
        whole = self._window(number, start, straight, 0.0)
        found = [whole]
        if len(name) >= _SPLITTABLE and totals[key] < _EXACT * len(name) - 1:
            found += [
                bent for bent in self._bent(number, start, straight) if bent.gain > whole.gain - _BENT_LESS
            ]
        for window in found:
            if window.gain > _HOPELESS and window.start >= 0 and window.end <= len(self._text):
                yield window

    def _costs(self, name: str, start: int) -> list[float]:
        """What each character of the name costs at its place; off the text it is unrelated."""
        text, size = self._text, len(self._text)
        return [cost(text[at], char) if 0 <= at < size else UNRELATED for at, char in enumerate(name, start)]

    def _bent(self, number: int, start: int, straight: list[float]) -> list[TextWindow]:
        name, size = self._forms[number].text, len(straight)
        left, right = self._costs(name, start - 1), self._costs(name, start + 1)
        lost = [(start, straight, left), (start + 1, right, straight)]
        windows = []
        for begin, head, tail in lost:
            gap = min(range(size), key=lambda at: sum(head[:at]) + sum(tail[at + 1 :]))
            windows.append(self._window(number, begin, head[:gap] + tail[gap + 1 :], DROPPED))
        got = [(start, straight, right), (start - 1, left, straight)]
        for begin, head, tail in got:
            gap = min(range(1, size), key=lambda at: sum(head[:at]) + sum(tail[at:]))
            # The added character is as likely in the name as in talk: it counts for nothing.
            costs = [*head[:gap], self._worth_at(begin + gap), *tail[gap:]]
            windows.append(self._window(number, begin, costs, ADDED))
        return windows

    def _worth_at(self, at: int) -> float:
        return self._worth[at] if 0 <= at < len(self._worth) else 0.0

    def _window(self, number: int, start: int, costs: list[float], penalty: float) -> TextWindow:
        end = start + len(costs)
        spent = sum(costs) + penalty
        gain = sum(self._worth[max(start, 0) : end]) - spent
        return TextWindow(number, start, end, gain, spent - SAME * len(costs))
