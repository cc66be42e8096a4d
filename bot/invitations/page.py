"""One invitation in words, as it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.words import Texts
from desk.domain.talk.messages import Json

STEPS: Final = ("scan", "start", "phone")


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page; `link` is also its QR code."""

    title: str
    name: str
    posts: Sequence[str]
    link: str
    until: str
    ask: str
    steps: Sequence[str]  # what to do, one line for each of the pictures


@dataclass(frozen=True, slots=True)
class Writer:
    """Says pages in one language, for invitations that end at one moment."""

    texts: Texts
    language: str
    until: datetime

    def page(self, name: str, posts: Sequence[Mapping[str, Json]], link: str) -> Page:
        """The page of an official with these posts."""
        return Page(
            self.words("title"),
            name,
            [self.words("post", post) for post in posts],
            link,
            self.words("until", {"until": self.until.isoformat()}),
            self.words("ask"),
            [self.words(f"step.{step}") for step in STEPS],
        )

    def words(self, key: str, arguments: Mapping[str, Json] | None = None) -> str:
        """One of the words of an invitation, plain."""
        return self.texts.label(self.language, f"invitation.{key}", arguments)
