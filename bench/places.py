"""Places: how often the right village is found, and how fast.

    python bench/places.py [MENTIONS AREAS] [--aliases CSV] [--by-kind]

MENTIONS holds JSON lines with `text`, `code`, `county` and `kind`; AREAS is one CSV of divisions or several,
separated by commas. Without them the shared development mentions are taken where they lie beside the project.
Prints JSON lines: one over all mentions, one per county, and with --by-kind one per kind of noise.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places.areas import Division, of_county, read_aliases, read_areas
from places.gazetteer import Gazetteer
from places.recognise import Recognition, recognise

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "divisions"


class Outcome(NamedTuple):
    """One mention answered."""

    county: str
    kind: str
    code: str
    mention: Recognition
    milliseconds: float


def outcomes(mentions: Path, areas: list[Division], aliases: Path | None) -> Iterator[Outcome]:
    """Recognise every mention in its own county."""
    counties: dict[str, Gazetteer] = {}
    for line in mentions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        county = row["county"]
        if county not in counties:
            known = read_aliases(aliases) if aliases else []
            counties[county] = Gazetteer(of_county(areas, county), known)
            recognise(counties[county], row["text"])
        start = time.perf_counter()
        mention = recognise(counties[county], row["text"])
        spent = (time.perf_counter() - start) * 1000
        yield Outcome(county, row.get("kind", ""), row["code"], mention, spent)


def figures(name: str, rows: list[Outcome]) -> dict[str, object]:
    """The shares and times of some outcomes."""
    ranks = [[c.code for c in row.mention.candidates] for row in rows]
    accepted = [row for row in rows if row.mention.decision == "accept"]
    right = sum(row.mention.candidates[0].code == row.code for row in accepted)
    times = [row.milliseconds for row in rows]
    return {
        "of": name,
        "n": len(rows),
        "top1": share(sum(row.code in codes[:1] for row, codes in zip(rows, ranks, strict=True)), len(rows)),
        "top3": share(sum(row.code in codes[:3] for row, codes in zip(rows, ranks, strict=True)), len(rows)),
        "accept": share(len(accepted), len(rows)),
        "accept_right": share(right, len(accepted)),
        "accept_wrong": len(accepted) - right,
        "none": share(sum(row.mention.decision == "none" for row in rows), len(rows)),
        "median_ms": round(median(times), 3),
        "p95_ms": round(quantiles(times, n=20)[18], 3) if len(times) > 1 else round(times[0], 3),
    }


def share(part: int, whole: int) -> float:
    """A share with four digits; 1 of nothing."""
    return round(part / whole, 4) if whole else 1.0


def grouped(rows: Iterable[Outcome], by_kind: bool) -> Iterator[dict[str, object]]:
    """Figures over all, per county, and per kind where asked."""
    rows = list(rows)
    if not rows:
        return
    yield figures("all", rows)
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for row in rows:
        groups[f"county {row.county}"].append(row)
        if by_kind:
            groups[f"kind {row.kind}"].append(row)
    for name, members in sorted(groups.items()):
        yield figures(name, members)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mentions", nargs="?", type=Path, default=SHARED / "mentions_dev.jsonl")
    parser.add_argument("areas", nargs="?", default=f"{SHARED / 'pingdu.csv'},{SHARED / 'baicheng.csv'}")
    parser.add_argument("--aliases", type=Path)
    parser.add_argument("--by-kind", action="store_true")
    given = parser.parse_args()
    paths = [Path(part) for part in given.areas.split(",")]
    absent = [str(path) for path in (given.mentions, *paths) if not path.exists()]
    if absent:
        print(f"Nothing measured: {', '.join(absent)} is not there.", file=sys.stderr)
        return
    areas = list({area.code: area for path in paths for area in read_areas(path)}.values())
    for line in grouped(outcomes(given.mentions, areas, given.aliases), given.by_kind):
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
