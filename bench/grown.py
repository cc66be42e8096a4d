"""A resident who has got everything up to its limit: a case of 5,000 pieces, many reports, a long story."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from bench.walls import HARVEST
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Author, Kind, Word
from desk.domain.reports.report import read_report
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import with_piece
from desk.domain.talk.messages import Json
from desk.domain.talk.said import SaidKind
from tests.actions.casework import report, spoken
from tests.deskside import Desk
from tests.village import OFFICIALS, RESIDENT, VILLAGE, Character

PIECES: Final = 5000
REPORTS: Final = 100
_PIECE: Final = (HARVEST * 20)[:299]  # two hundred of these are just less than a full story
_AT_ONCE: Final = 500
# How the chat comes to where something is asked.
_WAYS: Final = {
    "nothing": (),
    "story": ("我有困难", "房子"),
    "subject": ("我有困难", "替别人报"),
    "contact": ("我有困难", "房子", "房顶漏雨", "说完了", "没有危险"),
    "view": ("低保怎么申请",),
    "find": ("/find",),
}


@dataclass(frozen=True, slots=True)
class Grown:
    """The case with thousands of words and hundreds of files."""

    case_id: int


async def grow(desk: Desk) -> Grown:
    """Set the county up, and let one resident grow."""
    await desk.settle(*OFFICIALS)
    person = await desk.resident()
    for number in range(REPORTS):
        facts = {"place": VILLAGE, "trouble": "other", "subject": f"邻居{number}", "story": [spoken(HARVEST)]}
        async with desk.work() as work:
            await submit_report(work, person, read_report(Kind.HARDSHIP, facts))
    case = await report(desk, place="370283122000")  # in the town's hands
    for first in range(0, PIECES, _AT_ONCE):
        async with desk.work() as work:
            await work.cases.add_words(case.id, [_word(desk, n) for n in range(first, first + _AT_ONCE)])
    await forget_what_was_said(desk, RESIDENT)
    return Grown(case.id)


def _word(desk: Desk, number: int) -> Word:
    kind = SaidKind.PHOTO if number % 10 == 0 else SaidKind.TEXT
    body: dict[str, Json] = {"kind": kind.value, "text": _PIECE, "message_id": 10_000 + number}
    if kind is SaidKind.PHOTO:
        body["file_id"] = f"photo-{number}"
    return Word(Author.RESIDENT, kind, body, desk.now)


async def forget_what_was_said(desk: Desk, who: Character) -> None:
    """An empty outbox and no open form: earlier rounds leave nothing behind."""
    async with desk.database.transaction() as connection:
        await connection.execute("DELETE FROM drafts WHERE chat_id = :chat", {"chat": who.user_id})
        await connection.execute("DELETE FROM outbox")


async def through(desk: Desk, who: Character, state: str) -> None:
    """Into the middle of something."""
    if state == "addition":
        async with desk.work() as work:
            person = await work.people.find_by_user(who.user_id)
            assert person is not None
            [case, *_] = await work.cases.find_of_reporter(person.id)
        await desk.presses_code(who, f"o:{case.id}:add")
    if state == "place":
        await desk.presses_code(who, "m:home")
    if state == "contact":
        await desk.person(who, phone="")
    for words in _WAYS.get(state, ()):
        await desk.types(who, words)
    if state == "contact":
        await desk.person(who, phone=who.phone)


async def at_story(desk: Desk, form: str, percent: int, step: str = "story") -> None:
    """Into a form whose story has so many percent of what it may have."""
    await forget_what_was_said(desk, RESIDENT)
    await desk.types(RESIDENT, "我有困难")
    draft = await opened(desk)
    known: dict[str, Json] = {
        "place": VILLAGE,
        "consented": step != "consent",
        "about": "town",
        "identity": "nameless",
        "trouble": "housing",
        "danger": "no",
    }
    fresh = replace(draft, form=form, step=step, answers=known, version=draft.version + 1)
    await _save(desk, fresh)
    await longer(desk, RESIDENT, percent)


async def longer(desk: Desk, who: Character, percent: int) -> None:
    """So much more of a story."""
    async with desk.work() as work:
        draft = await work.drafts.find(who.user_id)
    assert draft is not None
    for number in range(2 * percent):
        draft = with_piece(draft, {"kind": "text", "text": _PIECE, "message_id": number + 1})
    await _save(desk, replace(draft, version=draft.version - 2 * percent + 1))


async def opened(desk: Desk) -> Draft:
    """The form that is open."""
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    assert draft is not None
    return draft


async def _save(desk: Desk, draft: Draft) -> None:
    async with desk.work() as work:
        assert await work.drafts.save(draft)


async def pressed(desk: Desk, grown: Grown, code: str, who: Character) -> Callable[[], Awaitable[Any]]:
    """A button of the grown case, as it stands now."""
    async with desk.work() as work:
        case = await work.cases.find(grown.case_id)
    assert case is not None
    filled = code.format(case=case.id, version=case.version)
    return lambda: desk.presses_code(who, filled)
