"""What a ledger entry's digest is taken over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

import orjson

from storage.engine.database import Row

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as its digest sees it. `before` is the digest of the entry before it, or empty."""

    before: str
    chain: str
    position: int
    at: str
    person_id: int | None
    capacity: str
    act: str
    from_state: str | None
    to_state: str | None
    details: str | None
    words_digest: str | None

    @classmethod
    def of(cls, row: Row, before: str) -> Self:
        """The link that a stored row claims to be."""
        columns = {name: row[name] for name in COLUMNS}
        return cls(before=before, **columns)

    def columns(self) -> dict[str, object]:
        """The columns to store, the digest included."""
        columns: dict[str, object] = {name: getattr(self, name) for name in COLUMNS}
        return {**columns, "digest": digest_of(self)}


COLUMNS = tuple(name for name in Link.__slots__ if name != "before")


def digest_of(link: Link) -> str:
    """SHA-256 over all fields in a fixed order, in hex."""
    fields = [getattr(link, name) for name in Link.__slots__]
    return hashlib.sha256(orjson.dumps(fields)).hexdigest()


def digest_of_words(salted: bytes) -> str:
    """SHA-256 of salt and words, in hex."""
    return hashlib.sha256(salted).hexdigest()
