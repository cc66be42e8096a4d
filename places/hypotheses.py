"""Every reading of a text that competes: a village here, with or without its town, or a town alone.

Villages are weighed in two steps: the scan's rough sums choose a few alignments, with a bonus for villages
of towns that the text names, and only those are read character by character with their surroundings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from math import log

from places import words
from places.context import Setting, Surroundings, Town, adjoining, disjoint, town_in
from places.gazetteer import Form, Gazetteer
from places.windows import Aligner, Window, form_of, rough, scan, split

_READ_CLOSELY = 14
_TOWNS_READ = 8
_TOWN_WORTH_READING = 2.0
_TOWN_NAMED = 5.0
_TOWN_CAP = 14.0
_TOWN_ALONE = -2.0
_ADJOINS, _FAR_SHARE = 1.0, 0.4
_USUAL_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One hypothesis: this form in this window; `nats` is the log of its odds before they are compared."""

    form: Form
    window: Window
    setting: Setting
    town: Town | None
    adjoins: bool
    nats: float


class Reader:
    """Reads one text (as `names.typed` gives it) against one county."""

    def __init__(self, gazetteer: Gazetteer, text: str) -> None:
        """Scan the text once and find its towns."""
        self._gazetteer = gazetteer
        self._text = text
        self._totals = scan(gazetteer, text)
        self._aligner = Aligner(gazetteer, text, words.surprise(text, gazetteer.county_words))
        self._rough = rough(gazetteer, self._totals)
        self.towns = self._find_towns()
        self._surroundings = Surroundings(gazetteer, text, self.towns)
        self._spread = -log(max(1.0, len(text) / _USUAL_LENGTH))

    def readings(self) -> list[Reading]:
        """All hypotheses, villages and towns alike, in no order."""
        return [*self._villages(), *self._towns_alone()]

    def _find_towns(self) -> list[Town]:
        limit = self._gazetteer.town_limit
        keys = [
            (gain, key) for gain, key in self._rough if key < limit and gain > _TOWN_WORTH_READING
        ]
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
        gazetteer, totals, limit = self._gazetteer, self._totals, self._gazetteer.town_limit
        bonus = {code: min(_TOWN_CAP, towns[0].gain) for code, towns in by_town.items()}
        towns, lengths = gazetteer.form_towns, gazetteer.lengths
        weighed = []
        for gain, key in self._rough:
            if key >= limit:
                number = form_of(key)
                best = max(gain, split(key, totals, lengths[number]))
                weighed.append((best + bonus.get(towns[number], 0.0), key))
        return [key for _, key in nlargest(_READ_CLOSELY, weighed)]

    def _read(self, form: Form, window: Window, towns: Iterable[Town]) -> Reading:
        setting = self._surroundings.judge(form, window)
        nats = self._gazetteer.village_prior + self._spread + window.gain + setting.gain
        best = Reading(form, window, setting, None, False, nats)
        for town in towns:
            if disjoint(town, window, setting.end):
                near = adjoining(self._text, town, window, setting.end)
                support = min(_TOWN_CAP, town.gain)
                more = nats + (support + _ADJOINS if near else support * _FAR_SHARE)
                if more > best.nats:
                    best = Reading(form, window, setting, town, near, more)
        return best

    def _towns_alone(self) -> Iterator[Reading]:
        for town in self.towns:
            window = Window(-1, town.start, town.end, town.gain, town.errors)
            setting = self._surroundings.judge(town.form, window)
            nats = self._gazetteer.town_prior + self._spread + _TOWN_ALONE + min(_TOWN_CAP, town.gain)
            yield Reading(town.form, window, setting, None, False, nats)
