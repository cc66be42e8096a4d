"""Telegram's HTML, read to text and entities with its own error texts and byte offsets."""

import re
from dataclasses import dataclass

from sandbox.errors import ApiError, bad_request
from sandbox.formatting.html_rules import ENTITY_TYPES, REFERENCE, argument_of, referred
from sandbox.formatting.links import link_entity
from sandbox.shapes import Json, utf16_length

_PLAIN = re.compile(rb"[^<&]+")
_TAG_NAME = re.compile(rb"[^\s\0>]*")
_ATTRIBUTE_NAME = re.compile(rb"[^\s\0=>]*")
_TOKEN = re.compile(rb"[0-9A-Za-z.-]*")
_SPACES = re.compile(rb"\s*")


@dataclass(frozen=True)
class _Open:
    """A tag waiting for its end: where it began in UTF-16 units and in the pieces of plain text."""

    name: str
    argument: str
    offset: int
    piece: int


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Plain text and entities; ApiError 400 saying what is wrong at which byte."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        # The closing zero byte stands for the end, so that looking one byte ahead is always allowed.
        self._raw = text.replace("\0", " ").encode() + b"\0"
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._found: list[Json] = []

    def scan(self) -> tuple[str, list[Json]]:
        while self._byte() != b"\0":
            if self._byte() == b"<":
                self._end_tag() if self._raw[self._at + 1 : self._at + 2] == b"/" else self._start_tag()
            else:
                self._add(
                    self._reference() if self._byte() == b"&" else self._take(_PLAIN).rstrip(b"\0").decode()
                )
        if self._open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._pieces), self._found

    def _byte(self) -> bytes:
        return self._raw[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        """What matches from here; the place moves behind it."""
        found = pattern.match(self._raw, self._at)
        taken = found.group() if found else b""
        if taken.endswith(b"\0"):
            taken = taken[:-1]
        self._at += len(taken)
        return taken

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._offset += utf16_length(text)

    def _reference(self) -> str:
        """The character of a reference like &lt; or &#8364;, or the bare ampersand if it is none."""
        found = REFERENCE.match(self._raw, self._at)
        char = referred(found) if found else ""
        self._at += len(found.group()) if found and char else 1
        return char or "&"

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take(_TAG_NAME).decode().lower()
        if self._byte() == b"\0":
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        if name not in ENTITY_TYPES:
            raise _wrong(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._at += 1
        self._open.append(_Open(name, argument, self._offset, len(self._pieces)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._take(_SPACES)
            if self._byte() == b">":
                return argument
            name = self._take(_ATTRIBUTE_NAME).decode()
            if not name:
                raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            argument = argument_of(tag, name, self._attribute_value(tag, name, begin)) or argument

    def _attribute_value(self, tag: str, name: str, begin: int) -> str:
        self._take(_SPACES)
        if self._byte() != b"=":
            if (tag, name) == ("blockquote", "expandable"):
                return ""
            place = f'of the tag "{tag}" at byte offset {begin}'
            raise _wrong(f"Expected equal sign in declaration of an attribute {place}")
        self._at += 1
        self._take(_SPACES)
        if self._byte() == b"\0":
            raise _wrong(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._byte() in (b"'", b'"') else self._name_token()
        if self._byte() == b"\0":
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        return value

    def _name_token(self) -> str:
        begin = self._at
        token = self._take(_TOKEN).decode().lower()
        if not self._byte().isspace() and self._byte() not in (b">", b"\0"):
            raise _wrong(f"Unexpected end of name token at byte offset {begin}")
        return token

    def _quoted(self) -> str:
        quote = self._byte()
        self._at += 1
        plain = re.compile(b"[^&\0" + quote + b"]+")
        parts = []
        while self._byte() not in (quote, b"\0"):
            parts.append(self._reference() if self._byte() == b"&" else self._take(plain).decode())
        self._at += self._byte() == quote
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _wrong(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._take(_TAG_NAME).decode()
        self._take(_SPACES)
        if self._byte() != b">":
            raise _wrong(f"Unclosed end tag at byte offset {begin}")
        opened = self._open.pop()
        if name and name != opened.name:
            raise _wrong(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.name}>", found "</{name}>"'
            )
        self._at += 1
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, tag: _Open) -> None:
        place: Json = {"offset": tag.offset, "length": self._offset - tag.offset}
        if tag.name == "a":
            entity = link_entity(tag.argument or "".join(self._pieces[tag.piece :]), place)
            self._found += [entity] if entity else []
        elif tag.name in ("code", "pre"):
            self._close_code(tag, place)
        elif tag.name == "tg-emoji":
            self._found.append({"type": "custom_emoji", **place, "custom_emoji_id": tag.argument})
        else:
            kind = "expandable_blockquote" if tag.argument == "1" else ENTITY_TYPES[tag.name]
            self._found.append({"type": kind, **place})

    def _close_code(self, tag: _Open, place: Json) -> None:
        """`pre` and `code class=language-…` around the very same text are one entity with a language."""
        inner = self._found[-1] if self._found else {}
        if tag.name == "pre" and inner.get("type") == "code" and inner.items() >= place.items():
            inner["type"] = "pre"
            return
        # The language stays on a lone `code` until the surrounding `pre` has had its chance.
        language = {"language": tag.argument} if tag.argument else {}
        self._found.append({"type": ENTITY_TYPES[tag.name], **place, **language})


def _wrong(text: str) -> ApiError:
    # Telegram's sentence goes on after the colon with its own capital letter.
    return bad_request(f"can't parse entities: {text}")
