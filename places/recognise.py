"""Which village does this text mean, and is that safe to act on?

The model is a noisy channel. A text is talk and, perhaps, one name that was typed with mistakes.

1. Every character is worth some nats as a sign of a name: little in common words, next to nothing in the
   county's own name (`words.surprise`).
2. One scan adds up, per name and position, what the characters save against unrelated ones: same character,
   same sound, look-alike, near sound (`windows.scan`, `costs`).
3. The best alignments of towns and then of villages are read exactly, with one character lost or added where
   that fits, and with their surroundings: own ending, lead-in, town beside it (`hypotheses`, `context`).
4. Each village's best reading, each town alone and "no place" compete as hypotheses: the shares of their
   probabilities are the scores.
5. `decide` accepts only what is safe; what is likelier than talk is asked back; the rest is none.
"""

from dataclasses import dataclass
from math import exp

from places.decide import Decision, decide
from places.gazetteer import LONGEST_TEXT, Gazetteer
from places.hypotheses import Reader, Reading
from places.names import typed

OFFERED = 5
_NO_PLACE = 1.0
_WORTH_SHOWING = 0.002


@dataclass(frozen=True, slots=True)
class Candidate:
    """A village or town that may be meant; `score` is its share of the probability, 0 to 1."""

    code: str
    name: str
    path: str
    score: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """The answer to one text; candidates best first, none for the decision `none`."""

    text: str
    decision: Decision
    candidates: tuple[Candidate, ...]


def recognise(gazetteer: Gazetteer, text: str) -> Recognition:
    """Find the village that the text means. Any text will do; none raises."""
    read = typed(text)[:LONGEST_TEXT]
    reader = Reader(gazetteer, read)
    ranked = _rank(reader.readings())
    shares = _shares(ranked)
    decision = decide(gazetteer, read, ranked, shares, reader.towns)
    if decision is Decision.NONE:
        return Recognition(text, decision, ())
    return Recognition(text, decision, _candidates(gazetteer, ranked, shares))


def _rank(readings: list[Reading]) -> list[Reading]:
    """The best reading of each area, best first; equal ones in the order of their codes."""
    best: dict[str, Reading] = {}
    for reading in readings:
        known = best.get(reading.form.code)
        if known is None or reading.nats > known.nats:
            best[reading.form.code] = reading
    return sorted(best.values(), key=lambda reading: (-reading.nats, reading.form.code))


def _shares(ranked: list[Reading]) -> list[float]:
    """Each reading's share of the probability, the share of "no place" left out."""
    if not ranked:
        return []
    top = max(ranked[0].nats, _NO_PLACE)
    odds = [exp(reading.nats - top) for reading in ranked]
    total = sum(odds) + exp(_NO_PLACE - top)
    return [share / total for share in odds]


def _candidates(gazetteer: Gazetteer, ranked: list[Reading], shares: list[float]) -> tuple[Candidate, ...]:
    shown: list[Candidate] = []
    for reading, share in list(zip(ranked, shares, strict=True))[:OFFERED]:
        if share >= _WORTH_SHOWING or not shown:
            place = gazetteer.places[reading.form.code]
            shown.append(Candidate(place.code, place.name, place.path, round(share, 4)))
    return tuple(shown)
