"""Entities that Telegram finds by itself: commands, links, mentions, hashtags, addresses."""

import re
from collections.abc import Iterator, Sequence

from sandbox.shapes import Json, utf16_length

_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]+|t\.me/[\w/?=&-]+)(?<![.,;:!?)])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?!\w)", re.ASCII)),
    ("mention", re.compile(r"(?<![\w/])@[a-zA-Z0-9_]{4,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w/#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
)
_HINT = re.compile(r"[/@#]|t\.me")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


def with_automatic(text: str, entities: Sequence[Json]) -> list[Json]:
    """The given entities and those found in the text outside of code and links."""
    if not _HINT.search(text):
        return list(entities)
    taken = [one for one in entities if one["type"] in _OPAQUE]
    found: list[Json] = []
    for one in _found_in(text):
        if not any(_overlap(one, other) for other in (*taken, *found)):
            found.append(one)
    return sorted([*entities, *found], key=lambda one: (one["offset"], -one["length"]))


def _found_in(text: str) -> Iterator[Json]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            yield {"type": kind, "offset": offset, "length": utf16_length(match.group())}


def _overlap(one: Json, other: Json) -> bool:
    first, second = sorted((one, other), key=lambda entity: entity["offset"])
    return bool(first["offset"] + first["length"] > second["offset"])
