"""From the parameters text / parse_mode / entities to what a message carries."""

from dataclasses import dataclass

from sandbox.errors import bad_request
from sandbox.formatting.automatic import with_automatic
from sandbox.formatting.given import given_entities
from sandbox.formatting.html import parse_html
from sandbox.formatting.tidy import tidied, trimmed
from sandbox.params import Call
from sandbox.shapes import Json, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_BYTES_LIMIT = 32_768


@dataclass(frozen=True)
class Formatted:
    """Plain text and its entities; offsets in UTF-16 units."""

    text: str
    entities: list[Json]

    def as_fields(self, text_name: str, entities_name: str) -> Json:
        """The fields of a Message, without those that would be empty."""
        fields = {text_name: self.text, entities_name: self.entities}
        return {name: value for name, value in fields.items() if value}


def read_text(call: Call) -> Formatted:
    """The text of sendMessage and editMessageText, or the refusal Telegram would give."""
    formatted = _formatted(call, "text", "entities")
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def read_caption(call: Call) -> Formatted:
    """The caption of a medium, possibly empty."""
    formatted = _formatted(call, "caption", "caption_entities")
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def from_person(text: str) -> Formatted:
    """What somebody typed: no markup, only automatic entities."""
    body = text.strip()
    return Formatted(body, with_automatic(body, []))


def _formatted(call: Call, text_name: str, entities_name: str) -> Formatted:
    source = call.text(text_name)
    if len(source.encode()) > _BYTES_LIMIT:
        raise bad_request("text is too long")
    text, entities = _parsed(source, call, entities_name)
    text, entities = trimmed(text, entities)
    return Formatted(text, with_automatic(text, tidied(entities)))


def _parsed(source: str, call: Call, entities_name: str) -> tuple[str, list[Json]]:
    mode = call.text("parse_mode").lower()
    if mode == "html":
        return parse_html(source)
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return source, given_entities(call, entities_name, utf16_length(source))
