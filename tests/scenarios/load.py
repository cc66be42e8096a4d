"""A county under load: a monitor in each village, and residents who report as fast as they are answered."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from desk.domain.people.people import Role
from places.areas import DEMO_AREAS
from tests.scenarios.phone import Phone, asks_contact, codes, new_message
from tests.scenarios.running import Running
from tests.scenarios.stage import Stage
from tests.village import COMPLAINTS, DUTY, TOWN, TOWN_DESK, Character

Json = dict[str, Any]
SWIFT = {"BANGFU_SENDS_PER_SECOND": "100000", "BANGFU_SENDS_PER_CHAT": "100000"}
IMPATIENT_AFTER_SECONDS = 20.0  # a killed bot is back by then, also on a busy machine
_NUMBER = re.compile(r"BF-\d{6}-\d{4,}")
_FORM_CHOICES = ("mine", "agree", "housing", "no", "send", "another")
_MENU_REPORT, _RECEIVED = "我有困难", "已经报上去了"
_FIRST_MONITOR, _FIRST_RESIDENT = 20_001, 30_001


def village_codes(count: int) -> list[str]:
    """The first villages of one town."""
    with DEMO_AREAS.open(encoding="utf-8") as file:
        rows = [row["code"] for row in csv.DictReader(file) if row["parent_code"] == TOWN]
    assert len(rows) >= count
    return rows[:count]


@dataclass(frozen=True)
class Crowd:
    """Who is there: as many monitors as villages, and residents spread over the villages."""

    villages: int
    residents: int

    @property
    def monitors(self) -> list[Character]:
        """One for each village."""
        return [
            Character(
                _FIRST_MONITOR + i, f"监测员{i + 1}", f"+86138100{i:05d}", Role.VILLAGE_MONITOR, village
            )
            for i, village in enumerate(village_codes(self.villages))
        ]

    @property
    def officials(self) -> list[Character]:
        """Everybody on the staff list."""
        return [*self.monitors, TOWN_DESK, DUTY, COMPLAINTS]

    @property
    def resident_ids(self) -> list[int]:
        """Those who report."""
        return [_FIRST_RESIDENT + i for i in range(self.residents)]

    def cast(self) -> list[Json]:
        """Everybody for the sandbox."""
        officials = [
            {"id": one.user_id, "first_name": one.name, "phone": one.phone} for one in self.officials
        ]
        residents = [
            {"id": one, "first_name": f"村民{one}", "phone": f"+86139{one:08d}"} for one in self.resident_ids
        ]
        return [*officials, *residents]

    def village_of(self, resident_id: int) -> str:
        """Where this resident lives."""
        return village_codes(self.villages)[resident_id % self.villages]

    def write_staff(self, path: Path) -> None:
        """The staff list as a county would hand it in."""
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(("name", "phone", "role", "area_code"))
            rows.writerows((one.name, one.phone, one.role.value, one.area) for one in self.officials)


def hasten(stage: Stage) -> None:
    """Let the bot of this stage, not started yet, send as fast as it can."""
    stage.settings.update(SWIFT)
    stage.bot = Running("bot", "run", log=stage.folder / "bot.log", environment=stage.settings)


async def open_county(stage: Stage, crowd: Crowd, phones: dict[int, Phone]) -> None:
    """Set the county up with the operator's own commands, start the bot, let every official join."""
    staff = stage.folder / "staff.csv"
    crowd.write_staff(staff)
    done = stage.command("init", "--areas", str(DEMO_AREAS), "--staff", str(staff))
    assert done.returncode == 0, done.stderr
    links = stage.command("invite", "--all", "--bot", "sandbox_bot")
    assert links.returncode == 0, links.stderr
    payloads = dict(re.findall(r"^(\S+)\s+\S*start=(\S+)$", links.stdout, re.MULTILINE))
    await stage.start_bot()
    for official in crowd.officials:
        await _join(phones[official.user_id], payloads[official.name])


async def _join(phone: Phone, payload: str) -> None:
    await phone.opens(payload)
    while event := await phone.next(patience=20):
        if asks_contact(event):
            await phone.shares_contact()
        elif event["type"] == "keyboard":
            return  # the menu of officials
    raise AssertionError(f"{phone.id} could not join")


@asynccontextmanager
async def phones_on(stage: Stage, people: Sequence[int]) -> AsyncIterator[dict[int, Phone]]:
    """A phone for each of these people, switched on."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(stage.address, connector=connector) as session:
        phones = {one: Phone(session, one) for one in people}
        for phone in phones.values():
            await phone.switch_on()
        try:
            yield phones
        finally:
            for phone in phones.values():
                await phone.switch_off()


@dataclass
class Resident:
    """Tells one story after the other; each is through when its receipt is seen.

    Presses every question once that is asked, also when it comes a second time. Whoever sees nothing for a
    while asks for the open question by the menu, as people do.
    """

    phone: Phone
    village: str
    numbers: list[str] = field(default_factory=list)
    nudges: int = 0
    unanswered: int = 0  # reports whose receipt never came; the form was found closed
    _through: bool = False
    _nudged: bool = False
    _keyboard: Json = field(default_factory=dict)

    async def arrives(self) -> None:
        """Open the chat by the link of the own village and see the greeting."""
        await self.phone.opens(f"v_{self.village}")
        while (event := await self.phone.next(IMPATIENT_AFTER_SECONDS)) and new_message(event) is None:
            pass

    async def reports(self, stories: Sequence[Sequence[str]]) -> None:
        """Tell all of these, one after the other; a story is one message or several."""
        for story in stories:
            await self._tell(story)

    async def _tell(self, story: Sequence[str]) -> None:
        if self._nudged:  # the question asked for may have opened an empty form
            await self.phone.says("/cancel")
        self._through = self._nudged = False
        for piece in story:
            await self.phone.says(piece)
        while not self._through:
            event = await self.phone.next(IMPATIENT_AFTER_SECONDS)
            if event is None:
                await self._nudge()
            else:
                await self._mind(event)

    async def _nudge(self) -> None:
        self.nudges += 1
        if asks_contact(self._keyboard):  # once: the button stays when the form has gone on
            self._keyboard = {}
            await self.phone.shares_contact()
            return
        self._nudged = True
        await self.phone.says(_MENU_REPORT)

    async def _mind(self, event: Json) -> None:
        if event["type"] == "keyboard":
            await self._mind_keyboard(event)
        message = new_message(event)
        if message is None:
            return
        text = str(message.get("text", ""))
        number = _NUMBER.search(text) if _RECEIVED in text else None
        if number and number[0] not in self.numbers:
            self.numbers.append(number[0])
            self._through = True
        elif code := _next_choice(message):
            await self.phone.presses(message["message_id"], code)

    async def _mind_keyboard(self, event: Json) -> None:
        self._keyboard = event
        if asks_contact(event):
            await self.phone.shares_contact()
        elif self._nudged and _asks_story(event):
            self.unanswered += 1
            self._through = True


@dataclass
class Official:
    """Accepts every fourth card, once and at once."""

    phone: Phone
    seen: int = 0

    async def works(self) -> None:
        """Accept until cancelled."""
        while True:
            event = await self.phone.next(patience=3600)
            message = new_message(event) if event else None
            accept = [code for code in codes(message or {}) if code.endswith(":accept")]
            if message and accept:
                self.seen += 1
                if self.seen % 4 == 0:
                    await self.phone.presses(message["message_id"], accept[0])


def _next_choice(message: Json) -> str:
    """The button that leads on to sending the report, of whatever question this is."""
    chosen = [code for code in codes(message) if code.startswith("f:") and code.endswith(_FORM_CHOICES)]
    return chosen[0] if chosen else ""


def _asks_story(event: Json) -> bool:
    """Whether the keyboard of a story appeared: it has the button that ends one."""
    rows = (event.get("reply_keyboard") or {}).get("keyboard", [])
    labels = [button["text"] if isinstance(button, dict) else button for row in rows for button in row]
    return any("说完了" in label for label in labels)
