"""Putting the process together: everything that the rooms do not know of each other meets here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from bot.canned import CannedReplies
from bot.connecting.api import Api
from bot.connecting.errors import named
from bot.invitations.link import link
from bot.invitations.qr import qr_picture
from bot.policy.library import PolicyShelf, region_of
from bot.process.uptime import Clock
from bot.receiving.batch import Desk, Sound
from bot.receiving.intake import Intake
from bot.receiving.pump import Pump
from bot.sending.answers import Answerer
from bot.sending.delivery import Delivery
from bot.sending.operator_presses import is_operators, press_operators
from bot.sending.pacing import Budgets, Pacing
from bot.sending.render import Renderer
from bot.sending.sender import Sender, SenderTools
from bot.sending.settling import Hooks
from bot.villages import Villages, spoken
from bot.words import Texts
from desk.actions.cases.undelivered import note_undelivered
from desk.actions.people.unreachable import mark_unreachable
from desk.actions.visits.dropped_reminders import note_interrupted
from desk.domain.county.areas import Areas
from desk.domain.county.rules import Rules
from desk.domain.deadlines.deadlines import is_quiet
from desk.domain.talk.messages import Lane, Message
from desk.domain.talk.said import Said
from desk.ports.policy import NoPolicy, Policy
from desk.ports.work import Work
from handlers.danger.alone import sound_alarm
from handlers.rooms import HOUSE
from handlers.router import Router
from handlers.talk.turn import Answer, Voice
from hearing.listener import Listener
from hearing.own import listener_of
from hearing.sentences import Mislabelled
from places.areas import Alias
from policy.shelf import Shelf
from storage.county.aliases import load_aliases
from storage.county.areas import load_areas
from storage.engine.database import Connection, Database, StorageError
from storage.engine.seal import Seal
from storage.mail.claims import Ready
from storage.mail.outbox import OutboxRows
from storage.work import Shared, open_work

log = logging.getLogger(__name__)


def now() -> datetime:
    """The clock of the live process; everywhere else time comes in as an argument."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RunningParts:
    """The running parts of one process."""

    shared: Shared
    villages: Villages
    database: Database
    intake: Intake
    pump: Pump
    sender: Sender
    answerer: Answerer
    clock: Clock

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work of its own, for ticks."""
        async with self.database.transaction() as connection:
            yield open_work(connection, now(), self.shared)
        self.sender.wake()


@dataclass(frozen=True, slots=True)
class Foundation:
    """What must be there before the parts: all of it checked."""

    database: Database
    seal: Seal
    rules: Rules
    texts: Texts
    api: Api
    operator_chat: int | None = None
    policy_folder: Path | None = None
    policy_semantic: bool = False
    budgets: Budgets = field(default_factory=Budgets)
    hearing_folder: Path | None = None  # of the county's own sentences


async def load_shared(database: Database, seal: Seal, rules: Rules) -> Shared:
    """The county as this process knows it, hearing as every county does."""
    villages = await load_villages(database)
    return Shared(rules, spoken(villages.areas), villages, seal, hearing=listener_of(None))


async def load_villages(database: Database) -> Villages:
    """The county's divisions and the recogniser of their names."""
    async with database.reading() as connection:
        return Villages(await load_areas(connection), await _aliases(connection))


async def learn_names(database: Database, villages: Villages) -> None:
    """Know the village names that people confirmed meanwhile."""
    async with database.reading() as connection:
        aliases = await _aliases(connection)
    await asyncio.to_thread(villages.renew, aliases)


async def _aliases(connection: Connection) -> list[Alias]:
    # One person may be mistaken: a learnt name is offered first and never believed at once.
    return [Alias(name.alias, name.area_code) for name in await load_aliases(connection)]


async def _open_policy(foundation: Foundation, areas: Areas) -> Policy:
    """The policy library, read beside the loop; if it cannot be read the operator is told, once a day."""
    if foundation.policy_folder is None:
        return NoPolicy()
    shelf = PolicyShelf(
        Shelf(foundation.policy_folder), region_of(areas), semantic=foundation.policy_semantic
    )
    await asyncio.to_thread(shelf.load)
    if shelf.trouble and foundation.operator_chat is not None:
        key, told = f"operator:policy:{now():%Y%m%d}", {"error": shelf.trouble[:200]}
        message = Message(key, foundation.operator_chat, "operator.no_policy", told, lane=Lane.CARD)
        try:
            async with foundation.database.transaction() as connection:
                await OutboxRows(connection, foundation.seal, now()).say(message)
        except StorageError as error:  # a full disk, which may be why; the desk starts all the same
            log.warning("the operator could not be told of the policy library: %s", named(error))
    return shelf


def _open_hearing(folder: Path | None) -> Listener:
    """The listener with the county's own sentences; without them when their file cannot be read."""
    try:
        return listener_of(folder)
    except (Mislabelled, OSError) as error:
        log.warning("the county's own sentences are not used: %s", error)
        return listener_of(None)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What handles updates and what sends messages, by one clock."""

    desk: Desk
    tools: SenderTools


async def assemble(foundation: Foundation) -> RunningParts:
    """Connect intake, pump, desk, sender."""
    database, seal, api = foundation.database, foundation.seal, foundation.api
    villages = await load_villages(database)
    policy = await _open_policy(foundation, villages.areas)
    pace = foundation.budgets.per_second
    hearing = _open_hearing(foundation.hearing_folder)
    shared = Shared(foundation.rules, spoken(villages.areas), villages, seal, policy, pace, hearing)
    equipment = equip(foundation, shared, now)
    answerer, sender = Answerer(api, foundation.texts), Sender(equipment.tools)
    pump = Pump(database, equipment.desk, answerer.send, sender.wake)
    intake = Intake(database, seal, api.bot_id, now, pump.wake)
    return RunningParts(shared, villages, database, intake, pump, sender, answerer, equipment.tools.clock)


def equip(foundation: Foundation, shared: Shared, now: Callable[[], datetime]) -> Equipment:
    """The desk and the tools of the sender, by this clock."""
    texts, api, seal = foundation.texts, foundation.api, foundation.seal
    router = Router(voice_of(texts), texts.bot)

    async def handle(connection: Connection, said: Said) -> Sequence[Answer]:
        if is_operators(said, foundation.operator_chat):
            return await press_operators(connection, said, now())
        return await router(open_work(connection, now(), shared), said)

    def quiet() -> bool:
        return is_quiet(now(), foundation.rules)

    clock = Clock(now)
    tools = SenderTools(
        database=foundation.database,
        seal=seal,
        delivery=Delivery(api, Renderer(texts, quiet), clock),
        pacing=Pacing(foundation.budgets, monotonic()),
        clock=clock,
        hooks=_hooks(shared),
        operator_chat=foundation.operator_chat,
    )
    sound = _alarms_alone(shared, now)
    return Equipment(Desk(api.bot_id, seal, handle, now, foundation.operator_chat, sound=sound), tools)


def voice_of(texts: Texts) -> Voice:
    """What handlers need of the words before anything is rendered."""

    def picture(payload: str) -> bytes:
        return qr_picture(link(texts.bot(), payload))

    return Voice(texts.menu, texts.label, CannedReplies(texts), picture)


def _hooks(shared: Shared) -> Hooks:
    """What the desk does when a message cannot be sent."""

    async def unreachable(connection: Connection, chat_id: int, at: datetime) -> None:
        await mark_unreachable(open_work(connection, at, shared), chat_id)

    async def dropped(connection: Connection, row: Ready, at: datetime) -> None:
        await note_interrupted(open_work(connection, at, shared), row.case_id, row.template)

    async def undelivered(connection: Connection, row: Ready, at: datetime) -> None:
        work = open_work(connection, at, shared)
        await note_undelivered(work, row.case_id or 0, row.chat_id, row.key)

    return Hooks(unreachable=unreachable, undelivered=undelivered, dropped=dropped)


def _alarms_alone(shared: Shared, now: Callable[[], datetime]) -> Sound:
    async def sound(connection: Connection, said: Said) -> None:
        await sound_alarm(open_work(connection, now(), shared), said, HOUSE.forms)

    return sound
