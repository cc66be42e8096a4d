"""The words of Telegram's HTML: tags, their attributes, references to characters."""

import re

ENTITY_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+))|([a-zA-Z]+));?")


def referred(found: re.Match[bytes]) -> str:
    """The character a REFERENCE means, empty if Telegram does not know it."""
    sixteen, ten, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    digits, base = (sixteen, 16) if sixteen else (ten, 10)
    code = int(digits, base) if len(digits) < 10 else 0
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def argument_of(tag: str, name: str, value: str) -> str:
    """What an attribute means to its tag; attributes Telegram does not know mean nothing."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "blockquote", "expandable":
            return "1"
    return ""
