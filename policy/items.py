"""Items as files: TOML front matter between lines of `+++`, then the card."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from desk.domain.text.encodings import UnreadableText, decoded
from policy.item import FULL_NAME, NATIONAL, FactSource, Item, ItemTopic

HOME = Path(__file__).parent
SHIPPED_ITEMS = HOME / "items"
SHIPPED_TOPICS = HOME / "topics.toml"
_MARK = "+++"


class UnreadableItem(Exception):
    """An item that is not in the format; the sentence names the file and what is wrong."""


def read_items(folder: Path = SHIPPED_ITEMS) -> list[Item]:
    """The items of a folder by name of file. Raises UnreadableItem."""
    return [read_item(path) for path in sorted(folder.glob("*.md"))]


def read_item(path: Path) -> Item:
    """One item; its id is the name of its file. Raises UnreadableItem."""
    try:
        text = decoded(path.read_bytes()).replace("\r\n", "\n")
        _, front, body = text.split(f"{_MARK}\n", 2)
        return _item(path.stem, tomllib.loads(front), body.strip())
    except KeyError as error:
        raise UnreadableItem(f"{path.name}: {error.args[0]} is missing.") from error
    except (OSError, UnreadableText, ValueError, TypeError) as error:
        raise UnreadableItem(f"{path.name}: {error}") from error


def read_topics(file: Path = SHIPPED_TOPICS) -> Sequence[ItemTopic]:
    """The topics in the order in which they are offered."""
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["topics"]
    return tuple(ItemTopic(one["code"], one["name"]) for one in found)


def read_departments(file: Path = SHIPPED_TOPICS) -> Sequence[str]:
    """Who may lead in a matter."""
    found: list[str] = tomllib.loads(file.read_text(encoding="utf-8"))["departments"]
    return tuple(found)


def _item(key: str, front: dict[str, Any], body: str) -> Item:
    return Item(
        id=key,
        title=front["title"],
        topic=front["topic"],
        department=front["department"],
        region=front.get("region", NATIONAL),
        body=body,
        questions=tuple(front.get("questions", ())),
        troubles=tuple(front.get("troubles", ())),
        sources=tuple(_source(one) for one in front.get("sources", ())),
        valid_from=_day(front, "valid_from"),
        valid_to=_day(front, "valid_to"),
        verified_on=_day(front, "verified_on"),
        verified_by=front.get("verified_by", ""),
        amount_is_local=bool(front.get("amount_is_local", False)),
    )


def _source(front: dict[str, Any]) -> FactSource:
    return FactSource(
        title=front["title"].removeprefix(FULL_NAME),
        number=front.get("number", ""),
        issuer=front.get("issuer", ""),
        date=_day(front, "date"),
        section=front.get("section", ""),
    )


def _day(front: dict[str, Any], name: str) -> date | None:
    day = front.get(name)
    if day is not None and not isinstance(day, date):
        raise ValueError(f"{name} is not a date")
    return day
