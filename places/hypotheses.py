"""Every reading of a text that competes: a village here, with or without its town, or a town alone.

Villages are weighed in two steps: the scan's rough sums choose a few alignments, with a bonus for villages
of towns that the text names, and only those are read character by character with their surroundings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate
from math import log

from places import words
from places.context import Bounds, Surroundings, Town, adjoining, disjoint, town_in
from places.gazetteer import Gazetteer, NameForm
from places.windows import Aligner, TextWindow, form_of, rough, scan, split, start_of

_READ_CLOSELY = 14
_TOO_FAR, _FAR_BELOW = 12.0, 16.0
_ONE_OF_THREE = -1.5
_MAY_LOSE_ONE = 3
_STALE = -2.0
_TOWNS_READ = 8
_TOWN_WORTH_READING = 2.0
_TOWN_NAMED = 5.0
_TOWN_CAP = 14.0
_TOWN_ALONE = -2.0
_DOUBTFUL_TOWN = -4.0
_INTACT = 1.5
_ADJOINS, _FAR_SHARE = 1.0, 0.4
_USUAL_LENGTH = 40
_LONG, _EDGE, _AROUND = 160, 60, 9


@dataclass(frozen=True, slots=True)
class Reading:
    """One hypothesis: this form in this window; `nats` is the log of its odds before they are compared."""

    form: NameForm
    window: TextWindow
    bounds: Bounds
    town: Town | None
    adjoins: bool
    nats: float


class Reader:
    """Reads one text (as `names.typed` gives it) against one county."""

    def __init__(self, gazetteer: Gazetteer, text: str) -> None:
        """Scan the text once and find its towns."""
        self._gazetteer = gazetteer
        self._text = text
        worth = words.surprise(text, gazetteer.county_words)
        if len(text) > _LONG:
            worth = _focus(text, worth, gazetteer.pairs)
        self._totals = scan(gazetteer, text, worth)
        self._aligner = Aligner(gazetteer, text, worth)
        # How much less than ordinary characters those up to a position are worth.
        self._dull = [0.0, *accumulate(words.ORDINARY - nats for nats in worth)]
        self._size = len(text)
        self._rough = rough(gazetteer, self._totals)
        self.towns = self._find_towns()
        self._surroundings = Surroundings(gazetteer, text, self.towns)
        self._spread = -log(max(1.0, len(text) / _USUAL_LENGTH))

    def readings(self) -> list[Reading]:
        """All hypotheses, villages and towns alike, in no order."""
        return [*self._villages(), *self._towns_alone()]

    def _find_towns(self) -> list[Town]:
        limit = self._gazetteer.town_limit
        keys = [(gain, key) for gain, key in self._rough if key < limit and gain > _TOWN_WORTH_READING]
        found: list[Town] = []
        for _, key in nlargest(_TOWNS_READ, keys):
            form = self._gazetteer.forms[form_of(key)]
            windows = self._aligner.windows(key, self._totals)
            found += [town_in(form, window, self._text) for window in windows]
        return sorted((town for town in found if town.gain > _TOWN_NAMED), key=lambda town: -town.gain)

    def _villages(self) -> Iterator[Reading]:
        by_town: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns:
            by_town[town.form.code].append(town)
        for key in self._choose(by_town):
            form = self._gazetteer.forms[form_of(key)]
            for window in self._aligner.windows(key, self._totals):
                yield self._read(form, window, by_town.get(form.town, ()))

    def _choose(self, by_town: dict[str, list[Town]]) -> list[int]:
        """The keys worth reading closely."""
        limit, towns = self._gazetteer.town_limit, self._gazetteer.form_towns
        villages = [found for found in self._rough if found[1] >= limit]
        floor = max(villages, default=(0.0, 0))[0] - _TOO_FAR
        weighed = [
            (self._weigh(key, gain, by_town), key)
            for gain, key in villages
            if gain >= floor or (gain > _ONE_OF_THREE and towns[form_of(key)] in by_town)
        ]
        chosen = nlargest(_READ_CLOSELY, weighed)
        return [key for weight, key in chosen if weight > chosen[0][0] - _FAR_BELOW]

    def _weigh(self, key: int, gain: float, by_town: dict[str, list[Town]]) -> float:
        """Rough nats for a village here: the better of whole and split, less what its talk is worth less,
        and what its town adds if it stands elsewhere.
        """
        number, start = form_of(key), start_of(key)
        length = self._gazetteer.lengths[number]
        # A name of three may have lost its first character.
        slack = 1 if length >= _MAY_LOSE_ONE else 0
        weight = max(gain, split(key, self._totals, length))
        if start >= 0:
            weight -= self._dull[min(start + length, self._size)] - self._dull[min(start, self._size)]
        towns = by_town.get(self._gazetteer.form_towns[number])
        if towns:
            apart = [town.gain for town in towns if town.end <= start + slack or start + length <= town.start]
            weight += min(_TOWN_CAP, max(apart, default=0.0))
        return weight

    def _read(self, form: NameForm, window: TextWindow, towns: Iterable[Town]) -> Reading:
        around, bounds = self._surroundings.judge(form.kind, window)
        nats = self._gazetteer.village_prior + self._spread + window.gain + around
        if form.stale:
            nats += _STALE
        best = Reading(form, window, bounds, None, False, nats)
        for town in towns:
            if disjoint(town, window, bounds.end):
                near = adjoining(self._text, town, window, bounds.end)
                support = min(_TOWN_CAP, town.gain)
                more = nats + (support + _ADJOINS if near else support * _FAR_SHARE)
                if more > best.nats:
                    best = Reading(form, window, bounds, town, near, more)
        return best

    def _towns_alone(self) -> Iterator[Reading]:
        for town in self.towns:
            window = TextWindow(-1, town.start, town.end, town.gain, town.errors)
            _, bounds = self._surroundings.judge("", window)
            nats = self._gazetteer.town_prior + self._spread + _TOWN_ALONE + min(_TOWN_CAP, town.gain)
            if town.errors > _INTACT and not town.ended:
                nats += _DOUBTFUL_TOWN
            yield Reading(town.form, window, bounds, None, False, nats)


def _focus(text: str, worth: list[float], pairs: frozenset[str]) -> list[float]:
    """A long story is read where it begins and ends, and around every two characters that some name has."""
    near = bytearray(len(text))
    near[:_EDGE] = near[-_EDGE:] = b"\1" * _EDGE
    for at in range(len(text) - 1):
        if text[at : at + 2] in pairs:
            begin = max(0, at - _AROUND)
            near[begin : at + _AROUND] = b"\1" * (min(len(text), at + _AROUND) - begin)
    return [nats if seen else 0.0 for nats, seen in zip(worth, near, strict=True)]
