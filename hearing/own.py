"""A county's own sentences, labelled by a person and without names; and the listener that has learnt them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import orjson

from hearing.correction import corrected
from hearing.listener import Listener
from hearing.model import load
from hearing.sentences import Sentence, read_file

FILE_NAME: Final = "hearing-own.jsonl"
_NUMBERS: Final = re.compile(r"[0-9０-９]{3,}[0-9Xx]*")
_SOMEBODY: Final = "○○"


def listener_of(folder: Path | None) -> Listener:
    """The listener of a desk with this data folder. Raises Mislabelled, OSError."""
    path = folder / FILE_NAME if folder else None
    own = list(read_file(path)) if path and path.exists() else []
    return Listener(load(), corrected(load(), own))


def nameless(text: str, names: Iterable[str]) -> str:
    """The text without long numbers and without these names."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, _SOMEBODY)
    return _NUMBERS.sub("0", text)


def keep(folder: Path, line: dict[str, Any]) -> Sentence:
    """Add a sentence, in the shape of the project's data, on disk before this returns.

    Raises Mislabelled for a wrong label, and then keeps nothing; OSError.
    """
    path, draft = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    draft.write_bytes(orjson.dumps(line) + b"\n")
    (sentence,) = read_file(draft)
    with path.open("ab") as file:
        file.write(draft.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    draft.unlink()
    return sentence
