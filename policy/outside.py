"""Questions that residents ask and this library does not answer: known, so that they are not mistaken."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).with_name("outside.toml")


@dataclass(frozen=True, slots=True)
class Outside:
    """`questions` are whole sentences, known gaps among them; `words` name a matter that is never ours."""

    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def read_outside(file: Path = SHIPPED) -> Outside:
    """The questions and words of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return Outside((*found["questions"], *found.get("gaps", ())), tuple(found["words"]))
