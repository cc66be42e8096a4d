"""How well the listener hears: figures over labelled sentences, with denominators, and the worst of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from desk.domain.talk.heard import Context, DangerLevel, Heard
from hearing.listener import Listener
from hearing.sentences import Sentence

WORST: Final = 20


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    def __str__(self) -> str:
        return f"{self.hits}/{self.of} ({self.hits / self.of:.1%})" if self.of else "0/0"


@dataclass(frozen=True, slots=True)
class Slip:
    """A sentence that was heard wrongly, and how."""

    text: str
    meant: str
    heard: str
    span: str
    sure: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure by its name; `acts` counts pairs of what was meant and what was heard."""

    shares: Mapping[str, Share]
    acts: Mapping[str, Mapping[str, int]]
    worst: Sequence[Slip] = field(default=())

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return asdict(self)


Case = tuple[Sentence, Heard]


def measure(listener: Listener, sentences: Sequence[Sentence]) -> Figures:
    """Hear every sentence and compare."""
    cases = [(one, listener.hear(one.text, Context(one.asked, one.before))) for one in sentences]
    return Figures(dict(_shares(cases)), _confusion(cases), _worst(cases))


def _shares(cases: Sequence[Case]) -> Iterable[tuple[str, Share]]:
    yield from _dangers(cases)
    yield from _groups("kind of danger", cases, lambda one: one.danger)
    yield from _groups("voice", cases, lambda one: one.voice.split("/")[0])
    yield from _groups("writer", cases, lambda one: one.writer)
    labelled = [case for case in cases if case[0].act]
    yield "act right", _share(labelled, lambda one, heard: heard.act == one.act)
    asking = [case for case in labelled if case[0].act == "question"]
    heard_so = [case for case in labelled if case[1].asks]
    yield "question: recall", _share(asking, lambda _, heard: heard.asks)
    yield "question: precision", _share(heard_so, lambda one, _: one.act == "question")
    accusing = [case for case in labelled if case[0].official]
    accused = [case for case in labelled if case[1].accuses]
    yield "about an official: recall", _share(accusing, lambda _, heard: heard.accuses)
    yield "about an official: precision", _share(accused, lambda one, _: one.official)
    about = [case for case in labelled if case[0].kinds]
    yield (
        "kind of trouble: the first is one of them",
        _share(about, lambda one, heard: _first(heard) in one.kinds),
    )
    dangerous = [case for case in cases if case[0].danger and case[1].dangers]
    yield "kind of danger right", _share(dangerous, lambda one, heard: heard.danger_kind == one.danger)


def _dangers(cases: Sequence[Case]) -> Iterable[tuple[str, Share]]:
    now = [case for case in cases if case[0].level == "now"]
    harmless = [case for case in cases if case[0].level == "none"]
    tempting = [case for case in harmless if case[0].why]
    alarmed = [case for case in (*now, *harmless) if case[1].level is DangerLevel.NOW]
    yield "danger: now or maybe", _share(now, lambda _, heard: heard.level is not DangerLevel.NONE)
    yield "danger: now", _share(now, lambda _, heard: heard.level is DangerLevel.NOW)
    yield "now: is danger", _share(alarmed, lambda one, _: one.level == "now")
    for name, some in (("harmless", harmless), ("tempting", tempting)):
        yield f"{name}: asked about", _share(some, lambda _, heard: heard.level is DangerLevel.MAYBE)
        yield f"{name}: alarmed", _share(some, lambda _, heard: heard.level is DangerLevel.NOW)


def _groups(
    name: str, cases: Sequence[Case], group: Callable[[Sentence], str]
) -> Iterable[tuple[str, Share]]:
    """Of danger in each group, how much is at least asked about."""
    now = [case for case in cases if case[0].level == "now" and group(case[0])]
    for value in sorted({group(one) for one, _ in now}):
        some = [case for case in now if group(case[0]) == value]
        yield f"{name} {value}", _share(some, lambda _, heard: heard.level is not DangerLevel.NONE)


def _share(cases: Sequence[Case], right: Callable[[Sentence, Heard], bool]) -> Share:
    return Share(sum(right(one, heard) for one, heard in cases), len(cases))


def _first(heard: Heard) -> str:
    return max(heard.kinds, key=heard.kinds.__getitem__)


def _confusion(cases: Sequence[Case]) -> Mapping[str, Mapping[str, int]]:
    pairs = Counter((one.act, heard.act.value) for one, heard in cases if one.act)
    return {
        act: {heard: times for (meant, heard), times in sorted(pairs.items()) if meant == act}
        for act in sorted({meant for meant, _ in pairs})
    }


def _worst(cases: Sequence[Case]) -> Sequence[Slip]:
    """Dangers that were missed and harmless words that were alarmed, the surest first."""
    slips = [
        Slip(
            one.text, one.level, heard.level, heard.span, round(abs(heard.danger - (one.level == "none")), 3)
        )
        for one, heard in cases
        if (one.level == "now" and heard.level is DangerLevel.NONE)
        or (one.level == "none" and heard.level is DangerLevel.NOW)
    ]
    return sorted(slips, key=lambda slip: slip.sure)[:WORST]
