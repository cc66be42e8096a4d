"""Entities that the bot gives itself instead of a parse mode."""

import json
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.formatting.links import checked_link
from sandbox.params import Call
from sandbox.shapes import Json

_STYLES = frozenset(
    ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote")
)
# Telegram finds these in the text by itself and ignores them where they are given.
_FOUND = frozenset(
    ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
)
_NEEDED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


def given_entities(call: Call, name: str, length: int) -> list[Json]:
    """The checked entities of a parameter; those outside of the text (UTF-16 `length`) are left out."""
    try:
        given = call.decoded(name)
    except json.JSONDecodeError:
        raise bad_request("can't parse entities JSON object") from None
    if given is None:
        return []
    if not isinstance(given, list):
        raise _wrong("expected an Array of MessageEntity")
    checked = [entity for entity in map(_checked, given) if entity]
    return [one for one in checked if 0 <= one["offset"] < one["offset"] + one["length"] <= length]


def _checked(entity: Any) -> Json | None:
    if not isinstance(entity, dict):
        raise _wrong("expected an Object")
    for name, kind in (("offset", int), ("length", int), ("type", str)):
        if name not in entity:
            raise _wrong(f'Can\'t find field "{name}"')
        if not isinstance(entity[name], kind):
            raise _wrong(f'Field "{name}" must be of type {"Number" if kind is int else "String"}')
    place: Json = {name: entity[name] for name in ("type", "offset", "length")}
    return None if entity["type"] in _FOUND else {**place, **_argument(entity)}


def _argument(entity: Json) -> Json:
    kind = entity["type"]
    if kind in _STYLES:
        return {}
    if kind == "pre":
        return {"language": str(entity["language"])} if entity.get("language") else {}
    if kind not in _NEEDED:
        raise _wrong("Unsupported type specified")
    name = _NEEDED[kind]
    if name not in entity:
        raise _wrong(f'Can\'t find field "{name}"')
    return {name: checked_link(str(entity[name])) if name == "url" else entity[name]}


def _wrong(why: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {why}")
