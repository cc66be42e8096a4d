"""Entities in the shape Telegram gives them back: inside the trimmed text, sorted, joined."""

from collections.abc import Sequence

from sandbox.shapes import Json, utf16_length

_JOINED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 5, "code": 6}


def trimmed(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """Text without white space around it; entities moved and cut along."""
    body = text.strip()
    if len(body) == len(text):
        return text, list(entities)
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(body)
    moved = [_cut(one, lead, end) for one in entities]
    return body, [one for one in moved if one["length"] > 0]


def tidied(entities: Sequence[Json]) -> list[Json]:
    """Sorted by place, the same style joined, nothing but links and quotes around code."""
    codes = [one for one in entities if one["type"] in ("code", "pre")]
    kept = [one for one in entities if one in codes or not any(_touches_code(one, code) for code in codes)]
    result = [_without_lone_language(one) for one in kept if one["type"] not in _JOINED]
    for kind in _JOINED:
        result += _joined([one for one in kept if one["type"] == kind])
    return sorted(result, key=lambda one: (one["offset"], -one["length"], _PRIORITY.get(one["type"], 1)))


def _cut(entity: Json, lead: int, end: int) -> Json:
    start = max(0, entity["offset"] - lead)
    stop = min(end, entity["offset"] - lead + entity["length"])
    return {**entity, "offset": start, "length": stop - start}


def _touches_code(entity: Json, code: Json) -> bool:
    """Styles cannot cross or fill code; quotes may hold it."""
    if entity["type"] not in _JOINED and entity["type"] != "text_link":
        return False
    return bool(
        entity["offset"] < code["offset"] + code["length"]
        and code["offset"] < entity["offset"] + entity["length"]
    )


def _without_lone_language(entity: Json) -> Json:
    return {key: value for key, value in entity.items() if key != "language" or entity["type"] == "pre"}


def _joined(entities: list[Json]) -> list[Json]:
    result: list[Json] = []
    for one in sorted(entities, key=lambda entity: entity["offset"]):
        last = result[-1] if result else None
        if last and one["offset"] <= last["offset"] + last["length"]:
            stop = max(last["offset"] + last["length"], one["offset"] + one["length"])
            last["length"] = stop - last["offset"]
        else:
            result.append(dict(one))
    return result
