"""The names of one county, indexed by how their characters sound and look.

A `Form` is one way to write one area: a village's root, a town's short name, a former or learnt name.
The index answers, for a typed character, every place in every form where it may belong, with the nats it
saves against an unrelated character. Places are packed into one integer so that the scan of a text adds
up whole alignments (form and shift) in one dictionary: `form * STRIDE + MARGIN - offset`. Towns' forms come
first, so that one comparison with `town_limit` tells them from villages'.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log
from typing import Self

from places.areas import Alias, Division
from places.costs import UNRELATED, cost, lookalikes
from places.names import VILLAGE, county_roots, plain, town_name, town_roots, village_name, village_roots
from places.sounds import sounds

STRIDE = 8192
MARGIN = 64
LONGEST_TEXT = STRIDE - 4 * MARGIN
LONGEST_FORM = MARGIN
_NEW = "新"


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to write an area. `town` is the town it lies in, `stale` marks an old list's name."""

    text: str
    code: str
    town: str
    kind: str = ""
    is_town: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An area as shown to people: `path` runs from the county down."""

    code: str
    name: str
    path: str
    level: str


class Gazetteer:
    """All forms of one county and the index over their characters."""

    def __init__(self, areas: Iterable[Division], aliases: Iterable[Alias] = ()) -> None:
        """Index the county's areas (itself, ancestors, towns, villages) and other names of them."""
        self.areas = tuple(areas)
        self.aliases = tuple(aliases)
        self.places = _places(self.areas)
        self.county_words = _county_words(self.areas)
        self.forms = _forms(self.areas, self.aliases)
        self.town_limit = STRIDE * sum(form.is_town for form in self.forms)
        self.pairs = frozenset(
            form.text[at : at + 2] for form in self.forms for at in range(len(form.text) - 1)
        )
        self.name_characters = frozenset(char for form in self.forms for char in form.text)
        self.lengths = [len(form.text) for form in self.forms]
        self.form_towns = [form.town for form in self.forms]
        self.village_prior = -log(1 + sum(not form.is_town for form in self.forms))
        self.town_prior = -log(1 + sum(area.level == "town" for area in self.areas))
        self._spots: dict[str, list[int]] = defaultdict(list)
        self._sounding: dict[str, set[str]] = defaultdict(set)
        self._saved: dict[str, tuple[tuple[int, float], ...]] = {}
        self._index()

    def with_alias(self, name: str, code: str) -> Self:
        """The same county, knowing one more name that a person confirmed for this area."""
        learnt = Alias(name, code, confirmed=True)
        return type(self)(self.areas, (*self.aliases, learnt))

    def savings(self, char: str) -> tuple[tuple[int, float], ...]:
        """Where the typed character may belong: (packed place, nats saved), remembered per character."""
        found = self._saved.get(char)
        if found is None:
            found = self._saved[char] = tuple(self._find_savings(char))
        return found

    def _index(self) -> None:
        for number, form in enumerate(self.forms):
            for offset, char in enumerate(form.text):
                self._spots[char].append(number * STRIDE + MARGIN - offset)
        for char in self._spots:
            for sound in sounds(char):
                self._sounding[sound].add(char)

    def _find_savings(self, char: str) -> Iterable[tuple[int, float]]:
        meant = {char} | lookalikes().get(char, frozenset())
        for sound in sounds(char):
            meant |= self._sounding.get(sound, set())
        for other in sorted(meant & self._spots.keys()):
            saved = UNRELATED - cost(char, other)
            for spot in self._spots[other]:
                yield spot, saved


def _places(areas: tuple[Division, ...]) -> dict[str, Place]:
    """Every town and village with its path."""
    by_code = {area.code: area for area in areas}
    county = next((area.name for area in areas if area.level == "county"), "")
    shown: dict[str, Place] = {}
    for area in areas:
        if area.level == "town":
            shown[area.code] = Place(area.code, area.name, f"{county}/{area.name}", area.level)
        elif area.level == "village" and area.parent_code in by_code:
            said = village_name(area.name).said
            path = f"{county}/{by_code[area.parent_code].name}/{said}"
            shown[area.code] = Place(area.code, said, path, area.level)
    return shown


def _county_words(areas: tuple[Division, ...]) -> tuple[str, ...]:
    above = [area for area in areas if area.level not in {"town", "village"}]
    return tuple(root for area in above for root in county_roots(area.name))


def _forms(areas: tuple[Division, ...], aliases: tuple[Alias, ...]) -> tuple[NameForm, ...]:
    """Towns first, villages, learnt names, old names; an old name gives way to a living one of its town."""
    ordered = sorted(areas, key=lambda area: area.level != "town")
    current = [form for area in ordered for form in _area_forms(area)]
    by_code = {area.code: area for area in areas}
    learnt = [form for alias in aliases if alias.confirmed for form in _alias_forms(alias, by_code)]
    listed = [form for alias in aliases if not alias.confirmed for form in _alias_forms(alias, by_code)]
    taken = {(form.text, form.town) for form in (*current, *learnt) if not form.is_town}
    renewed = {
        (form.text.removesuffix(_NEW), form.town): form for form in current if form.text.endswith(_NEW)
    }
    old = [_follow(form, renewed) for form in listed if (form.text, form.town) not in taken]
    return tuple(dict.fromkeys([*current, *learnt, *old]))


def _follow(old: NameForm, renewed: dict[tuple[str, str], NameForm]) -> NameForm:
    """`香店` of a town that now has a `香店新村` most likely means that, but it stays to be asked."""
    successor = renewed.get((old.text, old.town))
    return replace(old, code=successor.code) if successor else old


def _area_forms(area: Division) -> list[NameForm]:
    if area.level == "town":
        ending = town_name(area.name)[1]
        roots = town_roots(area.name)
        return [NameForm(root[:LONGEST_FORM], area.code, area.code, ending, is_town=True) for root in roots]
    if area.level == "village":
        kind = village_name(area.name).kind
        roots = village_roots(area.name)
        return [NameForm(root[:LONGEST_FORM], area.code, area.parent_code, kind) for root in roots]
    return []


def _alias_forms(alias: Alias, by_code: dict[str, Division]) -> list[NameForm]:
    """An alias of an unknown area gives no form; an unconfirmed one of a town is an old village's name."""
    area = by_code.get(alias.code)
    if area is None or not plain(alias.name):
        return []
    name = village_name(alias.name)
    town = area.code if area.level == "town" else area.parent_code
    form = NameForm(name.root[:LONGEST_FORM], alias.code, town, name.kind or VILLAGE)
    return [replace(form, stale=area.level == "town" and not alias.confirmed)]
