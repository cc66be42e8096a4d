"""Cut an official text into the pieces by which people cite it: articles, or numbered headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_ARTICLE = re.compile(rf"(第{_NUMERAL}条(?:之{_NUMERAL})?)[\s　]*(.*)")
_CHAPTER = re.compile(rf"第{_NUMERAL}[编章节][\s　]+\S.{{0,40}}$|第{_NUMERAL}章\S{{1,20}}$")
_FIRST = re.compile(rf"{_NUMERAL}、")
_SECOND = re.compile(rf"[（(]{_NUMERAL}[）)]")
_THIRD = re.compile(r"\d{1,2}[.．、](?!\d)")
_HEADING_ENDS = re.compile("[。:：?？]")

BODY = "正文"
# Short pieces are kept together with what follows: a heading alone answers nobody.
ENOUGH_BEFORE_SECOND = 70
ENOUGH_BEFORE_THIRD = 150
LONGEST_PIECE = 500
PARENT_CHARACTERS = 14
HEADING_CHARACTERS = 32
THIRD_CHARACTERS = 23


@dataclass(frozen=True, slots=True)
class Piece:
    """A section's name, the chapter that it stands in, and its lines."""

    section: str
    chapter: str
    text: str


def cut(text: str) -> list[Piece]:
    """The pieces of a text in their order; a text without any mark is one piece."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    by_articles = any(_ARTICLE.match(line) for line in lines)
    return list(_articles(lines) if by_articles else _Headings().read(lines))


def _articles(lines: list[str]) -> Iterator[Piece]:
    section, chapter, held = "", "", list[str]()
    for line in lines:
        article = _ARTICLE.match(line)
        if article is None and _CHAPTER.match(line) is None:
            held.append(line)
            continue
        if section and held:
            yield Piece(section, chapter, "\n".join(held))
        if article is None:
            section, held, chapter = "", [], re.sub(r"\s+", "", line)
        else:
            section, held = article[1], [article[2]] if article[2] else []
    if section and held:
        yield Piece(section, chapter, "\n".join(held))


@dataclass(slots=True)
class _Headings:
    """Reads 一、 / （一） / 1. and keeps the names of the levels that the piece in hand began in."""

    first: str = ""
    second: str = ""
    third: str = ""
    held: list[str] = field(default_factory=list)

    def read(self, lines: list[str]) -> Iterator[Piece]:
        """The pieces of a text without articles."""
        for line in lines:
            full = bool(self.held) and self._begins(line)
            if full:
                yield self._piece()
                self.held = []
            self._enter(line, full)
        if self.held:
            yield self._piece()

    def _begins(self, line: str) -> bool:
        length = len("\n".join(self.held))
        if _FIRST.match(line):
            return True
        if _SECOND.match(line):
            return length >= ENOUGH_BEFORE_SECOND
        if _THIRD.match(line):
            return length >= ENOUGH_BEFORE_THIRD
        return length + len(line) > LONGEST_PIECE

    def _enter(self, line: str, full: bool) -> None:
        if _FIRST.match(line):
            self.first, self.second, self.third = line, "", ""
            return
        if _SECOND.match(line) and (full or not self.second or not self.held):
            self.second, self.third = _heading(line), ""
        elif _THIRD.match(line) and full:
            self.third = _heading(line)[:THIRD_CHARACTERS]
        self.held.append(line)

    def _piece(self) -> Piece:
        inner = [name for name in (self.second, self.third) if name]
        outer = self.first[:PARENT_CHARACTERS] if inner else self.first
        section = "/".join(name for name in (outer, *inner) if name) or BODY
        return Piece(section, self.first, "\n".join(self.held))


def _heading(line: str) -> str:
    return _HEADING_ENDS.split(line)[0][:HEADING_CHARACTERS]
