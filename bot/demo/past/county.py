"""Letting the demo county live its thirty days, once, when it has just been set up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.connecting.request import new_request
from bot.demo.past.chat_page import ChatPage
from bot.demo.past.days import Past
from bot.demo.past.diary import Calendar, entries
from bot.demo.past.moved_clock import MovedClock
from bot.demo.past.post import Post
from bot.files import Fetcher
from bot.process.wiring import Foundation, equip
from bot.sending.answers import Answerer
from desk.domain.county.rules import Rules
from storage.work import Shared

_OPENED_AT: Final = time(8)


@dataclass(frozen=True, slots=True)
class PastPlace:
    """Where a past is lived: the desk's foundation, the address of its sandbox, a folder for files."""

    foundation: Foundation
    shared: Shared
    root: str
    media_folder: Path


def begins_at(now: datetime, zone: ZoneInfo) -> datetime:
    """When the demo county began, if its past ends now."""
    return Calendar(now, zone).moment(0, _OPENED_AT)


async def lived_county(place: PastPlace, now: datetime) -> list[str]:
    """Live from the first day until now; returns what somebody could not do, which is nothing."""
    foundation, rules = place.foundation, _sampling_all(place.shared.rules)
    shared, clock = replace(place.shared, rules=rules), MovedClock(begins_at(now, rules.zone))
    equipment = equip(foundation, shared, clock)
    post = Post(foundation.api, equipment, Answerer(foundation.api, foundation.texts))
    files = Fetcher(
        foundation.database, foundation.api, foundation.seal, place.media_folder, equipment.tools.clock
    )
    async with new_request("aiohttp") as request:
        page = ChatPage(request, place.root)
        past = Past(foundation.database, shared, clock, page, post, files.fetch_waiting)
        await page.limit(enforce=False)
        await past.live(entries(), Calendar(now, rules.zone))
        await page.release_clock()
        await page.limit(enforce=True)
    return [*past.missed, *(["an update failed"] * post.failed)]


def _sampling_all(rules: Rules) -> Rules:
    """All who leave a call-back unanswered are rung up, not one in five by lot.

    The lot hangs on the keys of the installation, and the demo is to be the same every time.
    """
    return replace(rules, handling=replace(rules.handling, sample_percent=100))
