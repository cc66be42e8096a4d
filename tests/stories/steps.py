"""What people do again and again in the stories, and what a story looks at afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from desk.domain.cases.case import Case
from desk.domain.worklists.figures import Figures, figures_over
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.timetable import TIMETABLE
from storage.cases.figures import FigureRows
from tests.deskside import Desk, Told, rules
from tests.schedules.conftest import Signs
from tests.village import MONITOR, RESIDENT, VILLAGE, ZONE, Character

_LEDGER = """
SELECT act, person_id, capacity, from_state, to_state, details
FROM ledger WHERE chain = :chain ORDER BY position
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger: who did what, as what, from which state to which, with which codes."""

    act: str
    who: str
    capacity: str
    before: str
    after: str
    details: str


async def tells(
    desk: Desk, trouble: str, story: str, who: Character = RESIDENT, *, danger: str = "没有危险"
) -> Case:
    """A whole report by the buttons; the case that came of it. Dangerous words are not asked about again."""
    await desk.types(who, "我有困难")
    await desk.presses(who, trouble)
    await desk.types(who, story)
    await desk.presses(who, "说完了")
    if danger:
        await desk.presses(who, danger)
    await desk.presses(who, "发送")
    return await newest_case(desk, who)


async def newest_case(desk: Desk, who: Character = RESIDENT) -> Case:
    """What they reported last."""
    person = await desk.person(who)
    async with desk.work() as work:
        return (await work.cases.find_of_reporter(person.id))[0]


async def replies(desk: Desk, who: Character, words: str) -> None:
    """An answer in the official's own words."""
    await desk.presses(who, "答复")
    await desk.types(who, words)
    await desk.presses(who, "发给群众")


async def solves(desk: Desk, who: Character = MONITOR, words: str = "修好了") -> None:
    """Taken up and answered."""
    await desk.presses(who, "受理")
    await replies(desk, who, words)


async def visits(desk: Desk, who: Character, words: str, way: str = "上门") -> None:
    """The official was there and says what they saw."""
    await desk.presses(who, "已走访")
    await desk.presses(who, way)
    await desk.types(who, words)
    await desk.presses(who, "说完了")


async def more(desk: Desk, who: Character, act: str) -> None:
    """An act behind «more»."""
    await desk.presses(who, "更多操作")
    await desk.presses(who, act)


async def now(desk: Desk, case: Case) -> Case:
    """The case as it lies in the database."""
    async with desk.work() as work:
        found = await work.cases.find(case.id)
    assert found is not None
    return found


async def ledger(desk: Desk, case: Case) -> list[Line]:
    """The entries of a case, oldest first."""
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(_LEDGER, {"chain": f"case:{case.id}"})
    async with desk.work() as work:
        names = {row["person_id"]: await _name(work, row["person_id"]) for row in rows}
    return [
        Line(
            row["act"],
            names[row["person_id"]],
            row["capacity"],
            row["from_state"] or "",
            row["to_state"] or "",
            row["details"] or "",
        )
        for row in rows
    ]


async def _name(work: Work, person_id: int | None) -> str:
    return "" if person_id is None else (await work.people.get(person_id)).name


async def acts(desk: Desk, case: Case) -> list[str]:
    """Only what was done."""
    return [line.act for line in await ledger(desk, case)]


async def read(desk: Desk, who: Character, template: str) -> list[str]:
    """Every message of this sort that they were sent, oldest first; edits are no new messages."""
    return [
        told.text for told in await desk.told(who) if told.template == template and told.row.method != "edit"
    ]


async def once(desk: Desk, who: Character, template: str) -> str:
    """Their one message of this sort: nobody is told twice."""
    [text] = await read(desk, who, template)
    return text


async def everything_read_by(desk: Desk, who: Character) -> str:
    """All words that reached somebody, labels of buttons too."""
    told = await desk.told(who)
    return "\n".join(one.text + " ".join(one.buttons) for one in told)


async def last(desk: Desk, who: Character, template: str) -> Told:
    """The newest message of this sort, edits too."""
    return [told for told in await desk.told(who) if told.template == template][-1]


async def pass_time(desk: Desk, *moments: datetime) -> None:
    """At each of these moments everything of the timetable runs, twice: what is said twice shows."""
    signs = Signs()
    clockwork = Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)
    for moment in moments:
        desk.now = moment
        for _ in range(2):
            for tick in TIMETABLE:
                await tick.run(clockwork)


async def tick(desk: Desk, **span: float) -> None:
    """Let so much time pass and run the timetable."""
    await pass_time(desk, desk.wait(**span))


def on(month: int, day: int, hour: int = 8, minute: int = 31) -> datetime:
    """A moment of the story's year."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def with_handling(desk: Desk, **changed: int) -> None:
    """The county has set these numbers."""
    desk.shared = replace(desk.shared, rules=replace(rules(), handling=replace(rules().handling, **changed)))


async def figures_of(desk: Desk, codes: Iterable[str] = (VILLAGE,), *, mostly_counts: bool = True) -> Figures:
    """What the desk is measured by, over everything accepted so far."""
    async with desk.database.reading() as connection:
        facts = await FigureRows(connection).accepted_in([*codes], on(11, 1), on(12, 31))
    return figures_over(facts, mostly_counts=mostly_counts)
