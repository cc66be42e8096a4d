"""Items of the county's own that grow out of answers: files, so that a person can change them later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An official's answer, checked by a second person."""

    title: str
    topic: str
    department: str
    region: str
    body: str
    question: str
    answered_on: date
    verified_on: date
    verified_by: str


def write_item(folder: Path, item: OwnItem) -> str:
    """Write it as a file of its own and return its id, the file's name. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (path := folder / f"county_{item.verified_on:%Y%m%d}_{number}.md").exists():
        number += 1
    # Whoever reads the folder meanwhile finds the whole file or none.
    beside = path.with_suffix(".new")
    beside.write_text(as_text(item), encoding="utf-8")
    beside.replace(path)
    return path.stem


def as_text(item: OwnItem) -> str:
    """Front matter and card. The source is the department and the day of its answer."""
    return f"""+++
title = {_quoted(item.title)}
topic = {_quoted(item.topic)}
troubles = []
department = {_quoted(item.department)}
region = {_quoted(item.region)}
valid_from = {item.answered_on}
verified_on = {item.verified_on}
verified_by = {_quoted(item.verified_by)}
questions = [{_quoted(item.question)}]

[[sources]]
title = {_quoted(item.department)}
issuer = {_quoted(item.department)}
date = {item.answered_on}
section = "答复"
+++
{item.body}
"""


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON escapes the same characters the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
