"""What Telegram shows of the bot before anybody wrote."""

from __future__ import annotations

from bot.introduction import COMMANDS, introduce
from bot.words import Texts
from handlers.rooms import HOUSE
from sandbox.schema import problems_of_request


class Listening:
    """A Bot API that takes everything and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []

    async def call(self, method: str, parameters: dict[str, object]) -> bool:
        self.calls.append((method, parameters))
        return True


async def test_the_bot_introduces_itself_within_telegrams_limits():
    api = Listening()

    await introduce(api, Texts())

    assert len(api.calls) == 6
    for method, parameters in api.calls:
        assert problems_of_request(method, parameters) == []


def test_every_command_that_is_shown_is_handled():
    assert set(COMMANDS) <= set(HOUSE.commands)
