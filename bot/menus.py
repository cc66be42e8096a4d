"""The commands that Telegram offers each official in their own chat, by the roles that they hold now.

Residents have the common list. What was shown to whom is kept, so that Telegram is told
when a post begins or ends, and not at every start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from bot.connecting.errors import Lost, Refused
from bot.introduction import CODES
from bot.words import Texts
from desk.actions.visits.lag_pages import READERS as LAG_READERS
from desk.domain.broadcasts.broadcast import AUTHORS, SENDERS
from desk.domain.households.household import KEEPERS, READERS
from desk.domain.people.people import Post, Role
from desk.domain.sweeps.sweep import READERS as SWEEP_READERS
from desk.domain.worklists.queue import DESKS
from desk.ports.work import Work
from storage.engine.database import Database
from storage.talk.menus import forget_menu, keep_menu, menus_shown

log = logging.getLogger(__name__)
_AT_ONCE: Final = 20  # chats for each run: nobody waits for it, and messages go first
_GONE: Final = frozenset({400, 403})  # no such chat any more: it is not asked again
_EVERYBODY: Final = ("start", "today", "patrol", "find", "leave", "mine", "help", "cancel")
_PROCEDURES: Final = READERS | DESKS
_MORE: Final[Mapping[str, frozenset[Role]]] = {
    "desk": DESKS,
    "household": READERS,
    "families": KEEPERS,
    "visits": READERS,
    "procedures": _PROCEDURES,
    "sweeps": SWEEP_READERS,
    "broadcast": AUTHORS,
    "sheet": SENDERS,
    "overdue": DESKS,
    "lagging": LAG_READERS,
    "calls": frozenset({Role.INSPECTOR}),
    "staff": frozenset({Role.COUNTY_OFFICE}),
}
_ORDER: Final = (
    "start",
    "desk",
    "today",
    "visits",
    "overdue",
    "lagging",
    "broadcast",
    "sheet",
    "calls",
    "staff",
    "household",
    "procedures",
    "sweeps",
    *_EVERYBODY[2:],
)


class Caller(Protocol):
    """What is needed of the Bot API."""

    async def call(self, method: str, parameters: Mapping[str, object]) -> object:
        """One call. Raises Lost, Refused."""
        ...


def commands_for(roles: Collection[Role]) -> tuple[str, ...]:
    """The commands of an official with these roles, in the order shown."""
    more = {name for name, held_by in _MORE.items() if held_by.intersection(roles)}
    return tuple(name for name in _ORDER if name in _EVERYBODY or name in more)


@dataclass(frozen=True, slots=True)
class Menus:
    """Keeps the lists of commands in the chats of officials as their posts are."""

    api: Caller
    texts: Texts
    database: Database
    open_work: Callable[[], AbstractAsyncContextManager[Work]]

    async def show(self) -> None:
        """Tell Telegram of some chats whose list is not as it should be; the next run goes on."""
        wanted = await self._wanted()
        async with self.database.reading() as connection:
            shown = await menus_shown(connection)
        stale = [chat for chat in {*wanted, *shown} if wanted.get(chat) != shown.get(chat)]
        for chat in sorted(stale)[:_AT_ONCE]:
            await self._tell(chat, wanted.get(chat))

    async def _wanted(self) -> dict[int, str]:
        """The commands of each official's chat."""
        async with self.open_work() as work:
            posts = await work.staff.posts_in([area.code for area in work.areas])
        return {chat: " ".join(commands_for(roles)) for chat, roles in _roles(posts).items()}

    async def _tell(self, chat: int, commands: str | None) -> None:
        scope = {"type": "chat", "chat_id": chat}
        try:
            for language, code in CODES.items():
                where: dict[str, object] = {"scope": scope, **({"language_code": code} if code else {})}
                if commands is None:
                    await self.api.call("deleteMyCommands", where)
                else:
                    listed = self._described(language, commands)
                    await self.api.call("setMyCommands", {"commands": listed, **where})
        except Lost as error:
            log.info("menu not taken reason=%s", error)  # tried again in the next run
            return
        except Refused as error:
            log.info("menu refused code=%s", error.code)
            if error.code not in _GONE:
                return
        async with self.database.transaction() as connection:
            if commands is None:
                await forget_menu(connection, chat)
            else:
                await keep_menu(connection, chat, commands)

    def _described(self, language: str, commands: str) -> list[dict[str, str]]:
        return [
            {"command": name, "description": self.texts.label(language, f"commands.{name}")}
            for name in commands.split()
        ]


def _roles(posts: Collection[Post]) -> dict[int, set[Role]]:
    """The roles of every official who has joined, by chat."""
    roles: dict[int, set[Role]] = {}
    for post in posts:
        for staff in post.people:
            if staff.user_id is not None and not staff.revoked:
                roles.setdefault(staff.user_id, set()).add(post.role)
    return roles
