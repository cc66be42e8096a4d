"""Files that the desk makes itself: they are kept with their message until it has left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_MEGABYTE: Final = 1024 * 1024


class UploadKind(StrEnum):
    """As what a file is shown."""

    PHOTO = "photo"
    DOCUMENT = "document"


# What the Bot API takes, in megabytes. A larger file would wait, leave, and be refused.
LIMITS: Final[Mapping[UploadKind, int]] = {UploadKind.PHOTO: 10, UploadKind.DOCUMENT: 50}


class CannotUpload(ValueError):
    """A file that Telegram takes from no bot; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file under the name that its reader sees. Raises CannotUpload when it is empty or too large."""

    name: str
    content: bytes = field(repr=False)
    kind: UploadKind = UploadKind.DOCUMENT

    def __post_init__(self) -> None:
        """Refuse here what would be refused after it has waited."""
        limit, size = LIMITS[self.kind], len(self.content)
        if not size:
            raise CannotUpload(f"A {self.kind} without a single byte cannot be sent.")
        if size > limit * _MEGABYTE:
            raise CannotUpload(f"A {self.kind} of {size:,} bytes is over Telegram's limit of {limit} MB.")
