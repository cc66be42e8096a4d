"""Long texts become several messages; words are never lost and tags stay closed."""

from __future__ import annotations

import re

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_TOKEN = re.compile(r"<[^>]*>|&[#\w]+;|.", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z-]+)")
# Where to cut, best first: between paragraphs, lines, sentences, words.
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[。！？；.!?;]"), re.compile(r"\s"))


def units(html: str) -> int:
    """How long Telegram finds a text: UTF-16 units after the tags are gone."""
    return sum(_units(token) for token in _TOKEN.findall(html)) if _may_be_shorter(html) else _raw_units(html)


def split(html: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in pieces of at most `limit` units each, in order."""
    if _raw_units(html) <= limit or units(html) <= limit:
        return [html]
    pieces = []
    rest = _TOKEN.findall(html)
    while rest:
        cut = _cut(rest, limit)
        piece, rest = rest[:cut], rest[cut:]
        open_tags = _open_tags(piece)
        closing = [f"</{_name(tag)}>" for tag in reversed(open_tags)]
        pieces.append("".join([*piece, *closing]).strip())
        rest = _without_leading_space(rest)
        if rest:
            rest = [*open_tags, *rest]
    return [piece for piece in pieces if units(piece)]


def _cut(tokens: list[str], limit: int) -> int:
    """How many tokens go into the next piece."""
    fitting = _fitting(tokens, limit)
    if fitting == len(tokens):
        return fitting
    # Tags count as one letter each, so that positions in the text are positions in the list.
    shadow = "".join("\0" if len(token) > 1 else token for token in tokens[:fitting])
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(shadow)]
        good = [end for end in ends if end > fitting // 3]
        if good:
            return good[-1]
    return fitting


def _fitting(tokens: list[str], limit: int) -> int:
    length = 0
    for index, token in enumerate(tokens):
        length += _units(token)
        if length > limit:
            return index
    return len(tokens)


def _open_tags(tokens: list[str]) -> list[str]:
    tags: list[str] = []
    for token in tokens:
        if token.startswith("</") and tags:
            tags.pop()
        elif token.startswith("<") and len(token) > 1:
            tags.append(token)
    return tags


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found.group(1) if found else ""


def _without_leading_space(tokens: list[str]) -> list[str]:
    start = 0
    while start < len(tokens) and tokens[start].isspace():
        start += 1
    return tokens[start:]


def _units(token: str) -> int:
    if len(token) > 1:
        return 0 if token.startswith("<") else 1
    return 2 if ord(token) > 0xFFFF else 1


def _raw_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _may_be_shorter(html: str) -> bool:
    return "<" in html or "&" in html
