"""Words of a list in a text: those that a county always takes for danger, and those of a complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desk.domain.county.rules import Danger, Rules
from desk.domain.text.folding import folded

GAP_IN_WORD: Final = 8  # characters that `…` may stand for
GAP_IN_EXCEPTION: Final = 3
_SENTENCE_END: Final = "."
CLAUSE_END: Final = ","
# After folding, the Chinese full stop (U+3002) and list comma (U+3001) are left. A plain dot ends nothing:
# between two characters it only hides a word.
_ENDS: Final = {
    **dict.fromkeys((0x3002, *b"!?"), _SENTENCE_END),
    **dict.fromkeys((0x3001, *b";:\n\r"), CLAUSE_END),
    ord("."): None,
}
_NOISE = re.compile(r"[^\w.,]|_")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2}")
_APOSTROPHES = re.compile("['’‘`]")
_NOT_SPELT = re.compile(r"[^a-z0-9…]+")
_GAP_IN_ENGLISH = re.compile(r"\\ …\\ ")
_FEW_WORDS = r"(?: \\w+){0,4} "


def complaint_in(text: str, rules: Rules) -> str | None:
    """The word by which a text looks like a complaint about somebody in office; None when there is none."""
    return heard_in(text, rules.complaints)


@lru_cache(maxsize=16)  # one message is looked through by several who handle it
def heard_in(text: str, listed: Danger) -> str | None:
    """The first of the listed words that the text says, its exceptions taken out; None when there is none."""
    patterns = patterns_of(listed)
    plain = normalise(text, listed)
    # Almost every text is free of such words, and then the exceptions need not be looked for.
    if next(words_in(without_clauses(plain), patterns), None) is not None:
        hidden = without_exceptions(plain, patterns)
        found = next(words_in(without_clauses(hidden), patterns), None)
        if found is not None:
            return listed.words[found[1]]
    said = next(english_in(text, patterns), None)
    return said and listed.english[said[1]]


def without_exceptions(plain: str, patterns: Patterns) -> str:
    """The normalised text with ends of sentences, as many signs, in place of what only looks dangerous."""
    return patterns.exceptions.sub(lambda found: _SENTENCE_END * len(found[0]), plain)


def words_in(plain: str, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """The listed words in a normalised text: where each begins, and its number."""
    for first in patterns.first.finditer(plain):
        if found := patterns.words[first.group()].match(plain, first.start()):
            yield first.start(), int(str(found.lastgroup)[1:])


def english_in(text: str, patterns: Patterns) -> Iterator[tuple[str, int]]:
    """The listed English phrases in a text: how each is said there, and its number."""
    if _LATIN.search(text):
        spelt = _spelt(text)
        for first in patterns.first_letter.finditer(spelt):
            if found := patterns.english[first.group()].match(spelt, first.start()):
                yield found[0], int(str(found.lastgroup)[1:])


def normalise(text: str, danger: Danger) -> str:
    """The text as the patterns want it: one form of each character, no spaces, no ornaments.

    Of the punctuation only the ends of sentences (.) and of clauses (,) stay.
    """
    return _NOISE.sub("", folded(text).translate(_ENDS)).translate(
        {ord(seen): meant for seen, meant in danger.lookalikes}
    )


@dataclass(frozen=True, slots=True)
class Patterns:
    """Words by their first character: one look at a character rules nearly all of them out."""

    first: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]
    exceptions: re.Pattern[str]
    first_letter: re.Pattern[str]
    english: Mapping[str, re.Pattern[str]]


def without_clauses(plain: str) -> str:
    """A word is heard across the ends of clauses, though not across those of sentences."""
    return plain.replace(CLAUSE_END, "")


@lru_cache(maxsize=8)
def patterns_of(danger: Danger) -> Patterns:
    """The lists made ready to search with, once."""
    now = "".join(f"(?!{re.escape(word)})" for word in danger.now)
    in_exception = f"(?:{now}[^{_SENTENCE_END}{CLAUSE_END}]){{0,{GAP_IN_EXCEPTION}}}?"
    in_word = f"[^{_SENTENCE_END}]{{0,{GAP_IN_WORD}}}?"
    by_first: dict[str, list[str]] = {}
    for number, word in enumerate(danger.words):
        by_first.setdefault(word[0].casefold(), []).append(f"(?P<w{number}>{_pattern(word, in_word)})")
    exceptions = "|".join(_pattern(word, in_exception) for word in danger.except_in)
    english = _english(danger)
    return Patterns(
        re.compile(f"[{re.escape(''.join(by_first))}]" if by_first else r"(?!)"),
        {character: re.compile("|".join(words)) for character, words in by_first.items()},
        re.compile(exceptions or r"(?!)"),
        re.compile(rf"\b[{re.escape(''.join(english))}]" if english else r"(?!)"),
        english,
    )


def _english(danger: Danger) -> Mapping[str, re.Pattern[str]]:
    """Whole words, in order, by the first letter of a phrase; `…` among them stands for a few others, at an
    end for the rest of a word.
    """
    by_first: dict[str, list[str]] = {}
    for number, phrase in enumerate(map(_spelt, danger.english)):
        words = _GAP_IN_ENGLISH.sub(_FEW_WORDS, re.escape(phrase)).replace("…", r"\w*")
        by_first.setdefault(phrase[0], []).append(f"(?P<e{number}>{words}\\b)")
    return {letter: re.compile("|".join(phrases)) for letter, phrases in by_first.items()}


def _spelt(text: str) -> str:
    """Words of small letters with one space between them; «don't» is one word."""
    plain = _APOSTROPHES.sub("", folded(text).replace("...", "…"))
    return _NOT_SPELT.sub(" ", plain).strip()


def _pattern(word: str, gap: str) -> str:
    return gap.join(re.escape(part) for part in word.casefold().split("…"))
