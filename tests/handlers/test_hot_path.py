"""How many statements an update costs. Everybody who waits feels one more: measure before adding."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from desk.ports.work import Work
from storage.engine.database import Database
from storage.work import open_work
from tests.actions.casework import stored
from tests.counting import Counting
from tests.deskside import Desk
from tests.stories.homes import named, settle, still_due
from tests.village import MONITOR, OFFICIALS, RESIDENT

MOST = {
    "free words that have an answer": 7,  # as many as any free words; one asks whether material is waited for
    "press of a choice": 5,
    "first piece of a story": 5,
    # One stores the piece, one reads the last few in whose light it is heard, one postpones their answer.
    "next piece of a story": 6,
    "send": 20,  # one asks whether it was reported a few days ago
    "accept": 14,
    "list of visits": 10,
    "card of a household": 14,
    "nothing has changed there": 19,
}


class CountedDesk(Desk):
    """A desk that knows what its last transaction asked of the database."""

    asked: Sequence[str] = ()

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        async with self.database.transaction() as connection:
            counting = Counting(connection)
            yield open_work(counting, self.now, self.shared)
        self.asked = counting.asked


async def test_the_hot_path_asks_little_of_the_database(database: Database) -> None:
    desk = CountedDesk(database)
    await desk.settle(*OFFICIALS)
    await desk.resident()
    counts: dict[str, Sequence[str]] = {}

    await desk.types(RESIDENT, "我家想吃低保找哪个")
    counts["free words that have an answer"] = desk.asked
    await desk.types(RESIDENT, "我有困难")
    codes = (await desk.last_told(RESIDENT)).buttons
    await desk.presses_code(RESIDENT, codes[next(label for label in codes if "房子" in label)])
    counts["press of a choice"] = desk.asked
    await desk.types(RESIDENT, "房顶漏雨")
    counts["first piece of a story"] = desk.asked
    await desk.types(RESIDENT, "是老房子")
    counts["next piece of a story"] = desk.asked
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    [send] = [
        one for told in await desk.told(RESIDENT) for one in told.buttons.values() if one.endswith(":send")
    ]
    await desk.presses_code(RESIDENT, send)
    counts["send"] = desk.asked
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
    await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")
    counts["accept"] = desk.asked

    too_many = {what: asked for what, asked in counts.items() if len(asked) > MOST[what]}
    assert too_many == {}
    assert (await stored(desk, case)).accepted_by is not None


async def test_an_official_who_was_where_nothing_changed_asks_little_too(database: Database) -> None:
    desk = CountedDesk(database)
    await desk.settle(*OFFICIALS)
    first, *_ = await settle(desk, *named(20))
    counts: dict[str, Sequence[str]] = {}

    await desk.types(MONITOR, "/visits")
    counts["list of visits"] = desk.asked
    await desk.presses_code(MONITOR, f"w:c:{first}:0.0.1")
    counts["card of a household"] = desk.asked
    await desk.presses_code(MONITOR, f"w:n:{first}h:0.0.1")
    counts["nothing has changed there"] = desk.asked

    too_many = {what: asked for what, asked in counts.items() if len(asked) > MOST[what]}
    assert too_many == {}
    assert not await still_due(desk, first)
