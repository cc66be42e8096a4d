"""What the library holds: items written for residents, and passages of official documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NATIONAL = "全国"
# Laws are cited without it.
FULL_NAME = "中华人民共和国"
VERIFIED_FOR_MONTHS = 18


class Validity(StrEnum):
    """Whether an item may be shown as current."""

    CURRENT = "current"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class ItemTopic:
    """A group of items."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact stands: document, number, who issued it, when, and which section."""

    title: str
    number: str = ""
    issuer: str = ""
    date: date | None = None
    section: str = ""

    @property
    def label(self) -> str:
        """Title and section, as passages are named."""
        return f"{self.title} {self.section}".strip()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a resident may ask about. `body` is the card, shown as it stands."""

    id: str
    title: str
    topic: str
    department: str
    region: str
    body: str
    questions: tuple[str, ...]
    troubles: tuple[str, ...] = ()
    sources: tuple[FactSource, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    amount_is_local: bool = False

    def validity(self, today: date) -> Validity:
        """Whether the card may be shown as current on this day."""
        if self.valid_from is not None and today < self.valid_from:
            return Validity.NOT_YET
        if self.valid_to is not None and today > self.valid_to:
            return Validity.EXPIRED
        if self.verified_on is None or _months(self.verified_on, today) >= VERIFIED_FOR_MONTHS:
            return Validity.UNVERIFIED
        return Validity.CURRENT


@dataclass(frozen=True, slots=True)
class Document:
    """The header of an official text, as it stands in the file."""

    title: str
    number: str
    issuer: str
    dated: str
    region: str
    remark: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One article of a document; `text` holds its lines byte for byte."""

    document: Document
    section: str
    chapter: str
    text: str

    @property
    def label(self) -> str:
        """Title and section: the name by which others cite it."""
        return f"{self.document.title} {self.section}"


@dataclass(frozen=True, slots=True)
class Library:
    """Items and passages that answers may come from."""

    items: Sequence[Item] = ()
    passages: Sequence[Passage] = ()
    topics: Sequence[ItemTopic] = ()
    _by_id: dict[str, Item] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update({item.id: item for item in self.items})

    def item(self, key: str) -> Item | None:
        """The item of this id, or None."""
        return self._by_id.get(key)

    def items_of(self, topic: str) -> list[Item]:
        """The items of a topic, in the library's order."""
        return [item for item in self.items if item.topic == topic]


def applies_in(region: str, here: str) -> bool:
    """Whether words of one region hold in another; "" is an unknown place, where only national words hold.

    Regions are written from the larger to the smaller, with or without 省, 市, 县: "安徽霍山" holds in
    "安徽省六安市霍山县", and so does "安徽".
    """
    if region in ("", NATIONAL):
        return True
    signs = iter(_bare(here))
    return bool(here) and all(sign in signs for sign in _bare(region))


def _bare(region: str) -> str:
    return "".join(sign for sign in region if sign not in "省市县区旗")


def _months(earlier: date, later: date) -> int:
    whole = (later.year - earlier.year) * 12 + later.month - earlier.month
    return whole - (later.day < earlier.day)
