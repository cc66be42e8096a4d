"""What columns, and some of the words in them, are called in the tables of offices.

Names are compared loosely: templates mark columns that must be filled with a star, break long names over
lines, and pad short ones with spaces.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from desk.domain.text.cleaning import cleaned

_FILE: Final = Path(__file__).with_name("columns.toml")
_KEPT_OUT: Final = "_not_kept"
# What is only drawn around and inside a name.
_DRAWN: Final = re.compile(r"[\s*＊※★:：()（）【】\[\]「」《》<>\"'“”_、，,/\\-]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sort of table.

    Without those `required` a row is not its header. In `measured` ones a number may have a fraction;
    `yes_or_no` ones may hold TRUE and FALSE. Everywhere else a spreadsheet made it of something else.
    `numbers` are names made of digits, in which noughts at the beginning count.
    """

    table: str
    required: tuple[str, ...]
    measured: frozenset[str] = frozenset()
    yes_or_no: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def field_of(self, heading: str) -> str:
        """Our name for a column of this heading; "" when it is not known."""
        return _loosely(self.table).get(loose(heading), "")

    def is_kept(self, field: str) -> bool:
        """Whether what stands in a known column is taken over."""
        return field in _tables()[self.table]


def names(table: str) -> Mapping[str, str]:
    """Everything that a column, level or role may be called, with our name for it."""
    return _names(table)


def meant(table: str, word: str) -> str:
    """Our name for a word of a table, compared loosely; "" when it is not known."""
    return _loosely(table).get(loose(word), "") if word else ""


def nothing_in(said: str) -> bool:
    """Whether a cell stands empty in all but name: dashes, «暂无»."""
    return not said or said in names("blanks")


def there_is_none(said: str) -> bool:
    """Whether a cell says in so many words that there is nothing."""
    return said in names("none")


def loose(heading: str) -> str:
    """A heading as it is compared: no spaces, stars, brackets, line breaks, and no «(必填)»."""
    return _DRAWN.sub("", _notes().sub("", cleaned(heading))).casefold()


def is_sum(said: str) -> bool:
    """Whether what begins so is the sum of a list, or a signature or note below it."""
    return _sums().fullmatch("".join(cleaned(said).split())) is not None


def known_columns(table: str) -> list[tuple[str, bool, list[str]]]:
    """Every column that a table may have: our name, whether it is kept, and all its names."""
    found = [(ours, True, list(aliases)) for ours, aliases in _tables()[table].items()]
    return found + [(ours, False, list(said)) for ours, said in _tables().get(table + _KEPT_OUT, {}).items()]


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _names(table: str) -> Mapping[str, str]:
    return {alias: ours for ours, aliases in _tables()[table].items() for alias in aliases}


@cache
def _loosely(table: str) -> Mapping[str, str]:
    return {loose(alias): ours for ours, _, aliases in known_columns(table) for alias in aliases}


@cache
def _notes() -> re.Pattern[str]:
    """What templates add to a name in brackets."""
    words = "|".join(map(re.escape, _tables()["layout"]["notes"]))
    return re.compile(rf"[(（【\[]\s*(?:{words})\s*[)）】\]]")


@cache
def _sums() -> re.Pattern[str]:
    """A sum is followed by its number; a village may be called as a note begins, but for the colon."""
    sums, signed = ("|".join(map(re.escape, _tables()["layout"][name])) for name in ("sums", "signed"))
    return re.compile(rf"(?:{sums})(?:[\W\d].*)?|(?:{signed})[:：].*")
