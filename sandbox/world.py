"""The world of one bot: everything the sandbox keeps, wired together."""

import random
import time
from collections.abc import Iterable
from pathlib import Path

from sandbox.calls import CallLog
from sandbox.clock import HeldClock
from sandbox.counters import Counters
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.groups import Group, Groups
from sandbox.limits import Limits
from sandbox.media.files import Files
from sandbox.messages import Messages
from sandbox.people import People, Person
from sandbox.profile import Bot, Profile
from sandbox.shapes import Clock, Json
from sandbox.store import StateError, Store, open_store
from sandbox.updates.queries import Queries
from sandbox.updates.updates import Updates
from sandbox.updates.webhook_settings import Webhooks


class World:
    """People, chats, messages, updates, files, faults.

    `clock` gives Unix seconds, `seed` fixes all chance, `files_folder` takes the bytes of files.
    """

    def __init__(
        self,
        bot: Bot,
        store: Store | None = None,
        *,
        clock: Clock = time.time,
        seed: int | None = None,
        files_folder: Path | None = None,
    ) -> None:
        store = store or Store()
        rng = random.Random(seed)  # noqa: S311 - chance on purpose, nothing secret
        self.bot = bot
        self.clock = HeldClock(clock)
        self.store = store
        self.counters = Counters(store)
        self.people = People(store)
        self.groups = Groups(store, self.counters)
        self.events = Events(self.counters)
        self.messages = Messages(store, self.counters, self.events)
        self.updates = Updates(store, self.counters, rng)
        self.queries = Queries(store, self.counters)
        self.files = Files(store, self.counters, files_folder)
        self.profile = Profile(store)
        self.webhooks = Webhooks(store)
        self.limits = Limits()
        self.faults = Faults(self.counters, random.Random(seed))  # noqa: S311 - as above
        self.calls = CallLog()
        self._claim_state()

    def chat(self, chat_id: int) -> Person | Group | None:
        """The private chat or group with an id."""
        return self.people.find(chat_id) or self.groups.find(chat_id)

    def now(self) -> int:
        """The present in whole Unix seconds, as messages carry it."""
        return int(self.clock())

    def commit(self) -> None:
        """Make what happened so far safe against a kill."""
        self.store.commit()

    def _claim_state(self) -> None:
        owner = self.profile.get("bot_id", self.bot.id)
        if owner != self.bot.id:
            raise StateError(f"The state file belongs to bot {owner}, not to bot {self.bot.id}.")
        self.profile.set("bot_id", self.bot.id)
        self.commit()


def open_world(
    token: str, state: Path | None = None, cast: Iterable[Json] = (), seed: int | None = None
) -> World:
    """A world on a state file (None: in memory) with a cast added. StateError if the file is unusable."""
    world = World(Bot(token), open_store(state), seed=seed)
    for one in cast:
        world.people.add(one)
    world.commit()
    return world
