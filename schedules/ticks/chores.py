"""Work of the process itself: files to fetch, old raw messages to empty, village names to learn."""

from __future__ import annotations

from schedules.clockwork import Clockwork


async def fetch_media(clockwork: Clockwork) -> None:
    """Fetch the files whose time has come."""
    await clockwork.fetch_media()


async def purge_inbox(clockwork: Clockwork) -> None:
    """Empty raw messages that were handled long ago."""
    await clockwork.purge_inbox()


async def learn_names(clockwork: Clockwork) -> None:
    """Let the recogniser know the village names that people confirmed meanwhile."""
    await clockwork.learn_names()
