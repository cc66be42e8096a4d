"""What talking needs of `storage`: unfinished forms, and counts of what was misheard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from desk.domain.talk.drafts import Draft
from desk.domain.talk.heard import HearingCount
from desk.domain.talk.messages import Json


class DraftRepository(Protocol):
    """Unfinished forms, one per chat."""

    async def find(self, chat_id: int) -> Draft | None: ...
    async def save(self, draft: Draft) -> bool:
        """Store if the row still has version `draft.version - 1`, or is new (version 1); else False."""
        ...

    async def drop(self, draft: Draft) -> bool:
        """Forget it if it is still as it was read; else False: its writer has gone on."""
        ...

    async def whole(self, draft: Draft) -> Draft:
        """The draft with its story among the answers."""
        ...

    async def newest(self, draft: Draft) -> Sequence[dict[str, Json]]:
        """The last few pieces of its story, in the order said; the rest may be long."""
        ...

    async def find_piece(self, draft: Draft, message_id: int) -> dict[str, Json] | None:
        """What a message said in the story of this draft; None when it is not part of it."""
        ...

    async def replace_piece(self, draft: Draft, piece: dict[str, Json]) -> Draft | None:
        """The draft, unsaved, after an edited message took the place of the old one; None when it is not of
        this story.
        """
        ...

    async def forget_story(self, draft: Draft) -> None:
        """Another form takes its place."""
        ...

    async def find_quiet(self, *, since: datetime, limit: int) -> Sequence[Draft]:
        """Drafts not touched since then, oldest first."""
        ...

    async def mark_reminded(self, chat_id: int, at: datetime) -> None: ...


class HearingCountRepository(Protocol):
    """How often something was heard and somebody said that it was something else."""

    async def count(self, day: date, heard: str, meant: str) -> None:
        """Once more in the month of that day."""
        ...

    async def all(self) -> Sequence[HearingCount]:
        """Every count, the oldest month first."""
        ...


class TalkPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def hearing_counts(self) -> HearingCountRepository: ...
