"""Work of the process itself: files to fetch, old messages to empty, village names to learn."""

from __future__ import annotations

from typing import Final

from schedules.clockwork import Clockwork
from schedules.tick import HOUR, MINUTE, Tick


async def fetch_media(clockwork: Clockwork) -> None:
    """Fetch the files whose time has come."""
    await clockwork.fetch_media()


async def purge_mail(clockwork: Clockwork) -> None:
    """Empty what came in and went out long ago."""
    await clockwork.purge_mail()


async def show_menus(clockwork: Clockwork) -> None:
    """Let each official's chat offer the commands of their posts."""
    await clockwork.show_menus()


async def learn_names(clockwork: Clockwork) -> None:
    """Let the recogniser know the village names that people confirmed meanwhile."""
    await clockwork.learn_names()


TICKS: Final = (
    Tick("media", 10, fetch_media, "fetches the files that residents sent"),
    Tick("names", 10 * MINUTE, learn_names, "lets the recogniser know new village names"),
    Tick("menus", 10 * MINUTE, show_menus, "shows officials the commands of their posts"),
    Tick("mail", 6 * HOUR, purge_mail, "empties the words of old updates and messages"),
)
