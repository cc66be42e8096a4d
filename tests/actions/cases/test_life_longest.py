"""Everybody writes as much as Telegram lets them: whatever the desk says of it still fits a message."""

from __future__ import annotations

from typing import Any

import pytest

from desk.actions.cases.door import Refusal
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Kind
from desk.domain.reports.report import read_report
from schedules.timetable import TIMETABLE
from tests.actions import deeds
from tests.actions.casework import stored
from tests.actions.deeds import DEEDS, Wish
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk, texts
from tests.village import (
    COUNTY_LEADER,
    HOUSING_DESK,
    MONITOR,
    NEIGHBOUR,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    WATER_DESK,
    Character,
)

LONGEST = 4096  # characters of one message
WORDS = "长" * LONGEST
LISTS = ("/today", "/desk", "/mine", "/overdue", "/find 漏雨")
# What somebody said to somebody else goes on whole; the sender cuts it into several messages.
_WHOLE = {"tell.replied", "material.told", "extension.told", "redirect.told", "decline.told"}


def spoken_long(_: str, **more: Any) -> dict[str, Any]:
    """The longest message that there is, whatever was meant to be said."""
    return {"kind": "text", "text": WORDS, **more}


async def told_at_length(desk: Desk, who: Character, **more: Any) -> Case:
    person = await desk.resident(who)
    story = [spoken_long("", message_id=number) for number in range(1, 6)]
    answers = {
        "trouble": "housing",
        "place": VILLAGE,
        "story": story,
        "danger": "no",
        "place_words": WORDS[:200],
    }
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.HARDSHIP, {**answers, **more}))


async def does(desk: Desk, who: Character, deed: str, case: Case, choice: int = 0) -> None:
    person, now = await desk.person(who), await stored(desk, case)
    async with desk.work() as work:
        result = await DEEDS[deed](work, person, Wish(now, "", now.reopened + 1, choice))
    assert not isinstance(result, Refusal), (deed, result)


async def test_the_longest_words_fit_wherever_they_are_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "spoken", spoken_long)
    await desk.appoint(HOUSING_DESK, WATER_DESK, TOWN_LEADER, COUNTY_LEADER)
    case = await told_at_length(desk, RESIDENT, subject=WORDS)
    others = [await told_at_length(desk, NEIGHBOUR) for _ in range(12)]

    await does(desk, MONITOR, "accept", case)
    await does(desk, MONITOR, "join", case, 0)
    await does(desk, MONITOR, "join", case, 1)
    for deed in ("comment", "visit", "comment", "ask_extension"):
        await does(desk, MONITOR, deed, case)
    await does(desk, TOWN_DESK, "comment", case)
    await does(desk, TOWN_DESK, "grant", case)
    await does(desk, HOUSING_DESK, "help", case)
    await does(desk, TOWN_LEADER, "supervise", case, 1)
    await does(desk, RESIDENT, "add", case)
    await does(desk, MONITOR, "ask_material", case)
    await does(desk, RESIDENT, "add", case)
    await does(desk, MONITOR, "reply", case)
    await does(desk, RESIDENT, "reopen", case)
    await does(desk, MONITOR, "dispute", case)
    await does(desk, MONITOR, "accept", others[0])
    await does(desk, MONITOR, "decline", others[1])
    for _ in range(30):
        desk.wait(days=1)
        for tick in TIMETABLE:
            if tick.name not in {"media", "names", "menus", "mail"}:
                await tick.run(clockwork_of(desk))
    for who in (RESIDENT, NEIGHBOUR, MONITOR, TOWN_DESK, TOWN_LEADER, COUNTY_LEADER):
        for words in LISTS:
            await desk.types(who, words)
    await desk.presses_code(RESIDENT, f"o:{case.id}:view")

    told = [one for one in await desk.outbox() if one.template and one.template not in _WHOLE]
    lengths = {
        (one.template, language): len(texts().render(language, one.template, one.content.arguments))
        for one in told
        for language in ("zh_CN", "en")
    }
    assert {key: length for key, length in lengths.items() if length > LONGEST} == {}
    assert {"task.card", "desk.list", "today.list", "mine.list", "mine.case", "ladder.file"} <= {
        template for template, _ in lengths
    }
