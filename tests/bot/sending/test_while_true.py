"""What may have arrived is said again only while it is true: told through the desk, sent by the sender."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.process.uptime import Clock
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.sending.settling import Hooks
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.reports.withdraw import withdraw_case
from desk.actions.visits.dropped_reminders import note_interrupted
from desk.domain.cases.case import Case
from storage.engine.database import Connection
from storage.mail.claims import Ready
from storage.work import open_work
from tests.actions.casework import replied, report, spoken, sure
from tests.bot.post_office import PostOffice, opened
from tests.bot.scripted import Telegram, dropping
from tests.deskside import SEAL, Desk, desk
from tests.village import MONITOR, OFFICIALS, RESIDENT, TOWN_DESK

__all__ = ["desk"]
QUIET = (
    "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending'"
    " OR state = 'waiting' AND not_before <= '{now}')"
)


@dataclass
class Mail:
    """The sender of a desk whose clock the test moves, and a Telegram that loses what it is told to lose."""

    desk: Desk
    telegram: Telegram
    office: PostOffice

    async def is_sent(self) -> None:
        """Wait until nothing is due."""
        self.office.sender.wake()
        await self.office.until(QUIET.format(now=self.desk.now.isoformat(timespec="microseconds")), 20)

    async def all_repeats(self) -> None:
        """Days pass."""
        for _ in range(12):
            self.desk.wait(hours=12)
            await self.is_sent()

    def said_to(self, chat_id: int) -> list[str]:
        return [call["text"] for call in self.telegram.said("sendMessage") if call["chat_id"] == chat_id]

    async def states(self, template: str) -> list[tuple[str, str | None]]:
        rows = await self.office.rows(
            f"SELECT state, error FROM outbox WHERE template = '{template}' AND target_id IS NULL ORDER BY id"
        )
        return [(row["state"], row["error"]) for row in rows]


@asynccontextmanager
async def mail_of(desk: Desk, telegram: Telegram) -> AsyncIterator[Mail]:
    async def dropped(connection: Connection, row: Ready, at: datetime) -> None:
        await note_interrupted(open_work(connection, at, desk.shared), row.case_id, row.template)

    clock, hooks = Clock(lambda: desk.now), Hooks(dropped=dropped)
    async with opened(
        desk.database, telegram, texts_of(load_rules("default")), clock=clock, seal=SEAL, hooks=hooks
    ) as office:
        office.start("sender")
        yield Mail(desk, telegram, office)


def loses(telegram: Telegram, chat_id: int, words: str, times: int) -> None:
    """The answers to the next messages with these words to this chat are lost; nothing of them arrives."""
    left = times

    def script(call: dict[str, object]) -> object:
        nonlocal left
        telegram.surprise("sendMessage", script)  # type: ignore[arg-type]
        if left and call["chat_id"] == chat_id and words in str(call["text"]):
            left -= 1
            return dropping(after=False)({})
        return None

    telegram.surprise("sendMessage", script)  # type: ignore[arg-type]


async def reports_in_the_chat(desk: Desk) -> Case:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    for label in ("说完了", "没有危险", "发送"):
        await desk.presses(RESIDENT, label)
    person = await desk.person()
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
        return case


async def withdrawn(desk: Desk, case: Case) -> None:
    person = await desk.person()
    async with desk.work() as work:
        sure(await withdraw_case(work, person, case.id))


async def test_a_receipt_is_said_again_until_it_arrives(desk: Desk, telegram: Telegram) -> None:
    await desk.settle(MONITOR)
    loses(telegram, RESIDENT.user_id, "已经报上去了", 5)
    case = await reports_in_the_chat(desk)
    async with mail_of(desk, telegram) as mail:
        await mail.is_sent()
        before = mail.said_to(RESIDENT.user_id)
        await mail.all_repeats()

    [receipt] = [text for text in mail.said_to(RESIDENT.user_id) if "已经报上去了" in text]
    assert not [text for text in before if "已经报上去了" in text]
    assert case.number in receipt


async def test_a_receipt_of_a_case_that_is_over_is_not_said_any_more(desk: Desk, telegram: Telegram) -> None:
    await desk.settle(MONITOR)
    loses(telegram, RESIDENT.user_id, "已经报上去了", 5)
    case = await reports_in_the_chat(desk)
    async with mail_of(desk, telegram) as mail:
        await mail.is_sent()
        desk.wait(minutes=1)
        await withdrawn(desk, case)
        await mail.all_repeats()
        states = await mail.states("report.receipt")

    assert states == [("dropped", "overtaken")]
    assert [text for text in mail.said_to(RESIDENT.user_id) if "已经报上去了" in text] == []


async def test_what_is_said_as_a_case_ends_is_not_overtaken_by_that_end(
    desk: Desk, telegram: Telegram
) -> None:
    desk.now = desk.now.replace(second=17, microsecond=250_000)
    await desk.settle(*OFFICIALS)
    await replied(desk)
    loses(telegram, RESIDENT.user_id, "办结了", 5)
    await desk.presses(RESIDENT, "😊 满意")
    async with mail_of(desk, telegram) as mail:
        await mail.is_sent()
        await mail.all_repeats()

    assert [text for text in mail.said_to(RESIDENT.user_id) if "办结了" in text]


async def test_the_card_of_a_case_that_is_over_is_said_as_it_is_now_and_once(
    desk: Desk, telegram: Telegram
) -> None:
    await desk.settle(MONITOR)
    case = await report(desk)
    loses(telegram, MONITOR.user_id, case.number, 1)
    async with mail_of(desk, telegram) as mail:
        await mail.is_sent()
        desk.wait(minutes=1)
        await withdrawn(desk, case)
        await mail.all_repeats()
        states = await mail.states("task.card")

    about = [text for text in mail.said_to(MONITOR.user_id) if case.number in text]
    assert len(about) == len(set(about))
    assert [text for text in about if "撤回" in text], about
    assert states == [("sent", None)]


async def test_a_card_is_said_again_until_it_arrives_whoever_else_has_one(
    desk: Desk, telegram: Telegram
) -> None:
    await desk.settle(MONITOR, TOWN_DESK)
    case = await report(desk)
    loses(telegram, TOWN_DESK.user_id, case.number, 6)
    async with mail_of(desk, telegram) as mail:
        await mail.is_sent()
        monitor = await desk.person(MONITOR)
        async with desk.work() as work:
            sure(await pass_up_case(work, monitor, case.id, spoken("村里办不了")))
        await mail.is_sent()
        before = mail.said_to(TOWN_DESK.user_id)
        await mail.all_repeats()
        states = await mail.states("task.card")

    assert [text for text in before if case.number in text] == []
    assert [text for text in mail.said_to(TOWN_DESK.user_id) if case.number in text]
    assert {state for state, _ in states} == {"sent"}


async def test_an_interrupted_reminder_is_noted_in_the_ledger_of_its_case(
    desk: Desk, telegram: Telegram
) -> None:
    case = await report(desk)
    async with desk.work() as work:
        await note_interrupted(work, case.id, "tick.overdue")
    async with desk.database.reading() as connection:
        noted = await connection.fetch_all(
            "SELECT case_id, details FROM ledger WHERE act = 'reminder_dropped'"
        )
    async with desk.work() as work:
        broken = await work.ledger.verify(case.id)

    assert [(row["case_id"], row["details"]) for row in noted] == [
        (case.id, "kind:tick.overdue may have arrived")
    ]
    assert broken is None
