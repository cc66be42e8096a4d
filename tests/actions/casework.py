"""Short ways to bring a case as far as a test needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.actions.cases.door import Refusal
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Kind
from desk.domain.reports.report import read_report
from tests.deskside import Desk
from tests.village import MONITOR, VILLAGE, Character

STORY = "房顶漏雨，墙也裂了"


def spoken(text: str, **more: Any) -> dict[str, Any]:
    """One piece as the router hands it on."""
    return {"kind": "text", "text": text, **more}


def voice(file_id: str) -> dict[str, Any]:
    """A voice message."""
    return {"kind": "voice", "file_id": file_id, "duration": 4}


async def report(desk: Desk, *, place: str = VILLAGE, danger: bool = False, **more: Any) -> Case:
    """The resident has reported that the roof leaks."""
    person = await desk.resident()
    answers: Mapping[str, Any] = {
        "trouble": "housing",
        "place": place,
        "story": [spoken(STORY)],
        "danger": "yes" if danger else "no",
        **more,
    }
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.HARDSHIP, answers))


async def accepted(desk: Desk, who: Character = MONITOR) -> Case:
    """The report is in good hands."""
    case, person = await report(desk), await desk.person(who)
    async with desk.work() as work:
        return sure(await accept_case(work, person, case.id, case.version))


async def replied(desk: Desk, words: str = "县里批了修房的钱，下周动工") -> Case:
    """The owner has answered and the resident is asked."""
    case, person = await accepted(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        return sure(await reply_to_resident(work, person, case.id, spoken(words)))


def sure(result: Case | Refusal) -> Case:
    """The case; a refusal fails the test with its key."""
    assert not isinstance(result, Refusal), result.template
    return result


async def stored(desk: Desk, case: Case) -> Case:
    """The case as it lies in the database now."""
    async with desk.work() as work:
        found = await work.cases.find(case.id)
    assert found is not None
    return found


async def templates(desk: Desk, who: Character) -> list[str]:
    """The text keys of everything said to somebody, oldest first."""
    return [told.template for told in await desk.told(who)]
