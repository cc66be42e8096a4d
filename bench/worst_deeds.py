"""What people do who have got everything that can grow up to its limit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bench.grown import (
    Grown,
    at_story,
    forget_what_was_said,
    longer,
    opened,
    pressed,
    through,
)
from bench.walls import walls
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.danger import raise_alarms
from schedules.ticks.reports import tend_drafts
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import MONITOR, RESIDENT, TOWN_DESK, Character

Act = Callable[[], Awaitable[object]]
Making = Callable[[Desk, Grown], Awaitable[Act]]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody does; `make` prepares it anew for each round."""

    name: str
    make: Making


def typed(state: str, text: str, who: Character = RESIDENT) -> Making:
    """A message, as one begins, or in the middle of something."""

    async def make(desk: Desk, _grown: Grown) -> Act:
        await forget_what_was_said(desk, who)
        await through(desk, who, state)
        return lambda: desk.hears(who, SaidKind.TEXT, text=text)

    return make


def ordered(command: str, payload: str = "", who: Character = RESIDENT) -> Making:
    """A command, perhaps with a very long word behind it."""

    async def make(desk: Desk, _grown: Grown) -> Act:
        await forget_what_was_said(desk, who)
        return lambda: desk.hears(
            who, SaidKind.COMMAND, command=command, payload=payload, text=f"/{command} {payload}"
        )

    return make


def telling(form: str, pieces: int, text: str) -> Making:
    """One more piece of a story that has so many, in percent of the limit."""

    async def make(desk: Desk, _grown: Grown) -> Act:
        await at_story(desk, form, pieces)
        return lambda: desk.hears(RESIDENT, SaidKind.TEXT, text=text)

    return make


def answering(form: str, step: str, choice: str) -> Making:
    """A button under a question of a form that holds twice the limit."""

    async def make(desk: Desk, _grown: Grown) -> Act:
        await at_story(desk, form, 199, step)
        code = f"f:{(await opened(desk)).question}:{choice}"
        return lambda: desk.presses_code(RESIDENT, code)

    return make


def pressing(code: str, who: Character) -> Making:
    """A button of the case that has thousands of words and files."""

    async def make(desk: Desk, grown: Grown) -> Act:
        await forget_what_was_said(desk, who)
        return await pressed(desk, grown, code, who)

    return make


async def _finished(desk: Desk, grown: Grown) -> Act:
    await forget_what_was_said(desk, RESIDENT)
    await desk.presses_code(RESIDENT, f"o:{grown.case_id}:add")
    await longer(desk, RESIDENT, 99)
    return lambda: desk.types(RESIDENT, "说完了")


async def _edited(desk: Desk, _grown: Grown) -> Act:
    await at_story(desk, "report", 99)
    text = walls()["a story"]
    return lambda: desk.hears(RESIDENT, SaidKind.TEXT, text=text, message_id=7, edited=True)


async def _edited_later(desk: Desk, _grown: Grown) -> Act:
    await forget_what_was_said(desk, RESIDENT)
    return lambda: desk.hears(RESIDENT, SaidKind.TEXT, text="改一下", message_id=10**9, edited=True)


async def _tended(desk: Desk, _grown: Grown) -> Act:
    await at_story(desk, "report", 199)
    later = desk.now
    desk.now = later.replace(year=later.year + 1)

    async def tend() -> None:
        await tend_drafts(clockwork(desk))
        desk.now = later

    return tend


async def _raised(desk: Desk, _grown: Grown) -> Act:
    await at_story(desk, "report", 199)
    await desk.types(RESIDENT, "救命，有人拿刀要杀我")
    return lambda: raise_alarms(clockwork(desk))


def clockwork(desk: Desk) -> Clockwork:
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


def _deeds() -> Iterator[Deed]:
    for what, text in walls().items():
        for state in ("nothing", "story", "place", "subject", "contact", "view", "addition"):
            yield Deed(f"types {what}, in the middle of: {state}", typed(state, text))
        for state in ("nothing", "find"):
            yield Deed(f"official types {what}, in the middle of: {state}", typed(state, text, MONITOR))
        for command in ("find", "household", "start", "help"):
            yield Deed(f"official orders /{command} with {what}", ordered(command, text, MONITOR))
    yield from _of_stories(walls()["a story"])
    yield from _of_a_case()


def _of_stories(wall: str) -> Iterator[Deed]:
    for form in ("report", "complaint", "question", "suggestion"):
        yield Deed(f"{form}: the piece that fills the story", telling(form, 99, wall))
        yield Deed(f"{form}: the piece that sends the story", telling(form, 199, wall))
        yield Deed(f"{form}: danger in a story at its end", telling(form, 199, "救命，有人拿刀要杀我"))
        yield Deed(f"{form}: sends twice the limit", answering(form, "confirm", "send"))
        yield Deed(f"{form}: more words for twice the limit", answering(form, "confirm", "more"))
    yield Deed("report: comes to the read-back of twice the limit", answering("report", "danger", "no"))
    yield Deed("report: declines consent after twice the limit", answering("report", "consent", "decline"))
    yield Deed("report: edits a piece", _edited)
    yield Deed("addition: says that it is all", _finished)
    yield Deed("the clock hands a long story over", _tended)
    yield Deed("the clock looks for danger nobody answered", _raised)


def _of_a_case() -> Iterator[Deed]:
    case = "{case}"
    yield Deed("edits a message that is nowhere", _edited_later)
    yield Deed("lists a hundred reports", ordered("mine"))
    yield Deed("looks at the report", pressing(f"o:{case}:view", RESIDENT))
    yield Deed("official: opens the card", pressing(f"m:card:{case}", TOWN_DESK))
    for act in ("accept", "reply", "comment", "transfer", "join", "merge", "dispute", "pass_up"):
        yield Deed(f"official: presses {act}", pressing(f"k:{case}:{{version}}:{act}", TOWN_DESK))
    for wish in ("more", "why"):
        yield Deed(f"official: {wish} on the card", pressing(f"c:{case}:{wish}", TOWN_DESK))
    for command in ("today", "desk", "overdue", "visits", "find"):
        yield Deed(f"official: /{command}", ordered(command, who=TOWN_DESK))
    yield Deed("official: finds the resident's reports", ordered("find", RESIDENT.name, TOWN_DESK))


DEEDS: Final = tuple(_deeds())
