"""The commands that Telegram offers officials, as their posts come and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.connecting.errors import Lost, Refused
from bot.menus import Menus, commands_for
from desk.domain.people.people import Role
from handlers.rooms import HOUSE
from sandbox.schema import problems_of_request
from tests.deskside import Desk, desk, texts
from tests.village import MONITOR, OFFICIALS, RESIDENT, TOWN_DESK

__all__ = ["desk"]


class Listening:
    """A Bot API that remembers what it was told, and may have a bad day."""

    def __init__(self) -> None:
        self.lists: dict[tuple[int, str], list[str]] = {}
        self.calls = 0
        self.trouble: Exception | None = None

    async def call(self, method: str, parameters: Mapping[str, Any]) -> bool:
        self.calls += 1
        if self.trouble is not None:
            raise self.trouble
        assert problems_of_request(method, dict(parameters)) == []
        key = (parameters["scope"]["chat_id"], parameters.get("language_code", ""))
        if method == "setMyCommands":
            self.lists[key] = [one["command"] for one in parameters["commands"]]
        else:
            del self.lists[key]
        return True


@pytest.fixture
def api() -> Listening:
    return Listening()


@pytest.fixture
def menus(desk: Desk, api: Listening) -> Menus:
    return Menus(api, texts(), desk.database, desk.work)


async def test_each_official_is_offered_what_their_posts_are_for(menus: Menus, api: Listening) -> None:
    await menus.show()

    assert {chat for chat, _ in api.lists} == {official.user_id for official in OFFICIALS}
    assert "desk" in api.lists[TOWN_DESK.user_id, ""]
    assert "desk" not in api.lists[MONITOR.user_id, "en"]
    assert (RESIDENT.user_id, "") not in api.lists


async def test_telegram_is_told_again_only_when_something_changed(
    menus: Menus, api: Listening, desk: Desk
) -> None:
    await menus.show()
    told = api.calls
    await menus.show()
    unchanged = api.calls
    async with desk.work() as work:
        monitor = await work.staff.find_by_phone(MONITOR.phone)
    assert monitor is not None
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE staff SET revoked_at = :now", {"now": desk.now})
    await menus.show()

    assert unchanged == told
    assert api.lists == {}


async def test_a_line_that_breaks_is_tried_again_and_a_chat_that_is_gone_is_not(
    menus: Menus, api: Listening
) -> None:
    api.trouble = Lost("no line", unsure=False)
    await menus.show()
    api.trouble = Refused(429, "too many", retry_after=3)
    await menus.show()
    tried = api.calls
    api.trouble = Refused(400, "chat not found")
    await menus.show()
    refused = api.calls
    api.trouble = None
    await menus.show()

    assert (tried, refused) == (2 * len(OFFICIALS), 3 * len(OFFICIALS))
    assert api.calls == refused
    assert api.lists == {}


def test_every_command_that_is_offered_is_handled_and_none_is_offered_twice() -> None:
    everything = commands_for(set(Role))

    assert set(everything) <= set(HOUSE.commands)
    assert len(everything) == len(set(everything))
    assert set(commands_for({Role.VILLAGE_MONITOR})) < set(everything)
