"""Villages as people might type them: noisy mentions with their codes, made from any county's CSV.

    python bench/place_noise.py AREAS COUNTY [N] [SEED] > mentions.jsonl

Each kind of noise names the village's root or whole name, with or without town and county, with slips of
hearing (same or near sound), of the hand (any character) or of memory (one missing), in a little sentence.
The kinds are mixed like the development mentions. Characters come from the everyday set GB 2312; the same
seed gives the same mentions.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places.areas import Division, of_county, read_areas
from places.names import county_roots, plain, town_roots, village_name
from places.sounds import blurred, readings

BEFORE = [
    "",
    "我是",
    "我家在",
    "俺是",
    "我们",
    "家住",
    "在",
    "你好,我家住",
    "同志您好,我是",
    "反映一下,",
    "老家是",
    "我婆婆家在",
]
AFTER = [
    "",
    "的",
    "人",
    "这边",
    "的村民",
    "的低保户",
    "三组的",
    "2社的",
    "东头的",
    "地",
    "的,孩子上学没钱交学费",
    "的,我男人摔伤了没法干活",
    "的张大爷,房子漏雨了",
    "的,家里老人病了,想申请救助",
    "的,今年苹果全让冰雹打了,一分钱没收回来",
]
BETWEEN = ["下面的", "底下", "那边", "管的", " "]


Slip = Callable[[random.Random, str], str]


@dataclass(frozen=True)
class Said:
    """A village in the parts that a mention is made of."""

    code: str
    official: str
    root: str
    whole: str
    town: str
    town_root: str
    county: str


def villages(areas: list[Division], county: str) -> list[Said]:
    """Every village of the county."""
    kept = of_county(areas, county)
    by_code = {area.code: area for area in kept}
    short = county_roots(by_code[county].name)[-1]
    found = []
    for area in kept:
        if area.level == "village":
            name, town = village_name(area.name), by_code[area.parent_code].name
            said = name.root if area.name.endswith("居委会") else name.said
            found.append(Said(area.code, area.name, name.root, said, town, town_roots(town)[-1], short))
    return found


@lru_cache(maxsize=1)
def everyday() -> tuple[str, ...]:
    """All characters of GB 2312."""
    rows = [(row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    chars = [bytes(pair).decode("gb2312", errors="ignore") for pair in rows]
    return tuple(char for char in chars if char)


@lru_cache(maxsize=2)
def by_sound(near: bool) -> dict[str, list[str]]:
    """Everyday characters by their usual sound, or by its blurred class."""
    table: dict[str, list[str]] = defaultdict(list)
    for char in everyday():
        sound = readings(char)[0]
        table[blurred(sound) if near else sound].append(char)
    return table


def _heard(rng: random.Random, word: str, near: bool) -> str:
    at = rng.randrange(len(word))
    sound = readings(word[at])[0]
    others = by_sound(near).get(blurred(sound) if near else sound, [word[at]])
    return word[:at] + rng.choice(others) + word[at + 1 :]


def unharmed(_: random.Random, word: str) -> str:
    """The word as it is."""
    return word


def misheard(rng: random.Random, word: str) -> str:
    """One character replaced by one that sounds the same."""
    return _heard(rng, word, near=False)


def half_heard(rng: random.Random, word: str) -> str:
    """One character replaced by one that sounds the same where dialects blur it."""
    return _heard(rng, word, near=True)


def mistyped(rng: random.Random, word: str) -> str:
    """One character replaced by any."""
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(everyday()) + word[at + 1 :]


def shortened(rng: random.Random, word: str) -> str:
    """One character of a word of three or more left out."""
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 2 else word


def _ended(rng: random.Random, said: Said, root: str) -> str:
    """A root with or without the ending of the whole name."""
    return root + said.whole.removeprefix(said.root) if rng.random() < 0.5 else root


def _town(rng: random.Random, said: Said) -> str:
    county = said.county if rng.random() < 0.4 else ""
    return county + (plain(said.town) if rng.random() < 0.6 else said.town_root)


@dataclass(frozen=True)
class Noise:
    """One kind of noise: its share among a thousand mentions, and how it says a village."""

    share: int
    say: Callable[[random.Random, Said, Slip], str]
    slip: Slip = unharmed


def _with_town(rng: random.Random, said: Said, slip: Slip) -> str:
    return _town(rng, said) + _ended(rng, said, slip(rng, said.root))


def _without_town(rng: random.Random, said: Said, slip: Slip) -> str:
    return _ended(rng, said, slip(rng, said.root))


def _town_misheard(rng: random.Random, said: Said, slip: Slip) -> str:
    town = misheard(rng, said.town_root) + plain(said.town).removeprefix(said.town_root)
    return town + _ended(rng, said, slip(rng, said.root))


KINDS: dict[str, Noise] = {
    "full": Noise(57, lambda _, said, __: said.county + said.town + said.official),
    "place_town": Noise(95, lambda rng, said, _: _town(rng, said) + said.whole),
    "root_town": Noise(193, lambda rng, said, _: _town(rng, said) + said.root),
    "reversed": Noise(32, lambda rng, said, _: f"{said.whole}{rng.choice([' ', ',', ', '])}{said.town}的"),
    "extra_words": Noise(
        85, lambda rng, said, _: said.town + rng.choice(BETWEEN) + _ended(rng, said, said.root)
    ),
    "place_county": Noise(82, lambda _, said, __: said.county + said.whole),
    "place_only": Noise(70, lambda _, said, __: said.whole),
    "root_only": Noise(48, lambda _, said, __: said.root),
    "homophone_town": Noise(93, _with_town, misheard),
    "fuzzyhom_town": Noise(55, _with_town, half_heard),
    "both_homophone": Noise(28, _town_misheard, misheard),
    "wrongchar_town": Noise(77, _with_town, mistyped),
    "dropchar_town": Noise(13, _with_town, shortened),
    "homophone_no_town": Noise(47, _without_town, misheard),
    "wrongchar_no_town": Noise(25, _without_town, mistyped),
}


def _without_renaming(slip: Slip, roots: frozenset[str]) -> Slip:
    """A slip that does not happen to write another village's name: nobody could tell."""

    def slipped(rng: random.Random, root: str) -> str:
        result = slip(rng, root)
        return root if result in roots else result

    return slipped


def mentions(areas: list[Division], county: str, count: int, seed: int) -> Iterator[dict[str, str]]:
    """`count` mentions of villages of the county: text, code, kind, county."""
    rng = random.Random(seed)
    known = villages(areas, county)
    roots = frozenset(said.root for said in known)
    kinds = rng.choices(list(KINDS), [noise.share for noise in KINDS.values()], k=count)
    for kind in kinds:
        said, noise = rng.choice(known), KINDS[kind]
        named = noise.say(rng, said, _without_renaming(noise.slip, roots))
        text = rng.choice(BEFORE) + named + rng.choice(AFTER)
        yield {"text": text, "code": said.code, "kind": kind, "county": county}


def main() -> None:
    """Print the mentions as JSON lines."""
    path, county, *rest = sys.argv[1:]
    count, seed = (int(value) for value in [*rest, *["2000", "1"][len(rest) :]])
    for mention in mentions(read_areas(Path(path)), county, count, seed):
        print(json.dumps(mention, ensure_ascii=False))


if __name__ == "__main__":
    main()
