"""Labelled sentences: what somebody may write, and what it means; one JSON object a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from hearing.model import ACTS, ASKED, DANGERS, KINDS

DATA: Final = Path(__file__).with_name("data")
HELD_OUT: Final = "held_out"  # the folder of the writers who are asked once, at the end
LEVELS: Final = ("none", "maybe", "now")


class Mislabelled(ValueError):
    """A line that is no labelled sentence; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message and its labels; `why` says what makes a harmless one tempting, `voice` who speaks."""

    text: str
    writer: str
    act: str = ""
    kinds: tuple[str, ...] = ()
    level: str = "none"
    danger: str = ""
    official: bool = False
    asked: str = ""
    before: tuple[str, ...] = ()
    why: str = ""
    voice: str = ""


def read(folder: Path = DATA) -> Sequence[Sentence]:
    """Every sentence of a folder of files, the held-out ones apart. Raises Mislabelled, OSError."""
    return [one for path in sorted(folder.glob("*.jsonl")) for one in read_file(path)]


def read_file(path: Path) -> Iterator[Sentence]:
    """The sentences of one file; it is called after its writer. Raises Mislabelled, OSError."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                yield _sentence(orjson.loads(line), path.stem)
            except (KeyError, TypeError, ValueError) as error:
                raise Mislabelled(f"{path.name}:{number}: {error}") from error


def digest(folder: Path = DATA) -> str:
    """By which a model and the sentences that it was made from are held together."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def _sentence(line: dict[str, Any], writer: str) -> Sentence:
    """A line as the project's writers wrote it, or with `text` and `danger: true|false` alone."""
    if "text" in line:
        danger = bool(line["danger"])
        kind = str(line.get("kind", ""))
        return Sentence(
            str(line["text"]),
            writer,
            level="now" if danger else "none",
            danger=kind if danger else "",
            why="" if danger else kind.removeprefix("none:") or "unsaid",
            voice=str(line.get("flavour", "")),
        )
    one = Sentence(
        str(line["t"]),
        writer,
        _listed(line["act"], ACTS),
        tuple(_listed(kind, KINDS) for kind in line.get("k", ())),
        _listed(line["d"], LEVELS),
        _listed(line.get("dk", ""), ("", *DANGERS)),
        bool(line.get("o", False)),
        _listed(line.get("q", ""), ASKED),
        tuple(line.get("b", ())),
        str(line.get("why", "")),
        str(line.get("r", "")),
    )
    if (one.level != "none") != bool(one.danger):
        raise ValueError("danger goes with its kind, and its kind with danger")
    return one


def _listed(word: str, known: Sequence[str]) -> str:
    if word not in known:
        raise ValueError(f"{word!r} is none of {', '.join(filter(None, known))}")
    return word
