"""What Telegram shows of the bot before anybody wrote: its commands and what it is for, in every language."""

from __future__ import annotations

import logging
from typing import Final

from bot.connecting.api import Api
from bot.connecting.errors import Lost, Refused
from bot.words import Texts

log = logging.getLogger(__name__)
COMMANDS: Final = ("start", "mine", "help", "cancel")  # officials have more: `bot.menus`
CODES: Final = {"zh_CN": "", "en": "en"}  # what a phone in any other language gets is Chinese


async def introduce(api: Api, texts: Texts) -> None:
    """Tell Telegram; when it does not listen now, the next start tells it again."""
    for language, code in CODES.items():
        where = {"language_code": code} if code else {}
        commands = [
            {"command": name, "description": texts.label(language, f"commands.{name}")} for name in COMMANDS
        ]
        for method, parameters in (
            ("setMyCommands", {"commands": commands}),
            ("setMyDescription", {"description": texts.label(language, "commands.description")}),
            ("setMyShortDescription", {"short_description": texts.label(language, "commands.short")}),
        ):
            await _tell(api, method, {**parameters, **where})


async def _tell(api: Api, method: str, parameters: dict[str, object]) -> None:
    try:
        await api.call(method, parameters)
    except (Refused, Lost) as error:
        log.info("introduction not taken method=%s reason=%s", method, error)
