"""How much of the house five everyday errands walk through: files entered and functions called.

The desk runs in this process on a SQLite file, and what is said goes through the router. Everything is done
twice in two counties, and the second time counts, so that what is read once for all is warm.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

from bench.house_source import PRODUCT
from bench.worst import county
from schedules.clockwork import Clockwork
from schedules.ticks.visits import send_visit_cards
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.stories.homes import WANGS, settle
from tests.stories.steps import on
from tests.village import MONITOR, NEIGHBOUR, OFFICIALS, RESIDENT, Character

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Trip:
    """Where one errand has been."""

    name: str
    functions: set[CodeType] = field(default_factory=set)

    def by_file(self) -> dict[str, set[str]]:
        """The names of the functions entered, by file of the product."""
        found = defaultdict(set)
        for code in self.functions:
            if code.co_name != "<module>":
                found[Path(code.co_filename).relative_to(ROOT).as_posix()].add(code.co_name)
        return dict(found)

    def only_constructors(self) -> list[str]:
        """Files that were entered to make something that may not be needed, and for nothing else."""
        return sorted(name for name, functions in self.by_file().items() if functions == {"__init__"})


@contextmanager
def watched(trip: Trip) -> Iterator[Trip]:
    """Note every function of the product that is entered meanwhile in this thread."""
    ours = tuple(f"{ROOT / folder}/" for folder in PRODUCT)

    def enter(frame: FrameType, event: str, _what: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(ours):
            trip.functions.add(frame.f_code)

    sys.setprofile(enter)
    try:
        yield trip
    finally:
        sys.setprofile(None)


async def walk() -> list[Trip]:
    """The five errands, warm."""
    await _county_of_errands()
    return await _county_of_errands()


async def _county_of_errands() -> list[Trip]:
    with tempfile.TemporaryDirectory(prefix="bangfu-house-") as folder:
        async with county(Path(folder)) as desk:
            await desk.settle(*OFFICIALS)
            return [*await _report_and_take_up(desk), await _visit_tick(desk), await _policy_question(desk)]


async def _report_and_take_up(desk: Desk) -> list[Trip]:
    await desk.resident()
    with watched(Trip("first_word")) as first_word:
        await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    return [first_word, await _press(desk, RESIDENT, "发送"), await _press(desk, MONITOR, "受理")]


async def _press(desk: Desk, who: Character, label: str) -> Trip:
    """The newest button with this label; finding it is no part of the errand."""
    shown = [button for told in await desk.told(who) for button in told.buttons.items()]
    code = next(code for words, code in reversed(shown) if label in words and code)
    with watched(Trip({"发送": "send", "受理": "accept"}[label])) as trip:
        await desk.presses_code(who, code)
    return trip


async def _visit_tick(desk: Desk) -> Trip:
    await settle(desk, WANGS)
    desk.now = on(11, 24)
    signs = Signs()
    clockwork = Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)
    with watched(Trip("visit_tick")) as trip:
        await send_visit_cards(clockwork)
    assert (await desk.last_told(MONITOR)).template == "visits.list"
    return trip


async def _policy_question(desk: Desk) -> Trip:
    await desk.resident(NEIGHBOUR)
    with watched(Trip("policy_question")) as trip:
        await desk.types(NEIGHBOUR, "我家想吃低保找哪个")
    return trip
