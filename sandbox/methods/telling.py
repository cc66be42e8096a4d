"""What the bot tells about itself: commands, descriptions, menu button."""

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.params import Call
from sandbox.shapes import Json, utf16_length
from sandbox.updates.delivery import access_chat
from sandbox.world import World

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_DESCRIPTION_LIMIT = 512
_SHORT_LIMIT = 120
_BUTTONS = ("commands", "web_app", "default")


def set_my_commands(world: World, call: Call) -> bool:
    """The list of commands for a scope and language."""
    given = _json(call, "commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.set(_commands_key(call), [_command(one) for one in given])
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    """The list as it was set for exactly this scope and language."""
    commands: list[Json] = world.profile.get(_commands_key(call), [])
    return commands


def delete_my_commands(world: World, call: Call) -> bool:
    """Forget a list."""
    world.profile.remove(_commands_key(call))
    return True


def set_my_description(world: World, call: Call) -> bool:
    """What an empty chat with the bot shows."""
    return _set_words(world, call, "description", _DESCRIPTION_LIMIT)


def set_my_short_description(world: World, call: Call) -> bool:
    """What the bot's profile shows."""
    return _set_words(world, call, "short_description", _SHORT_LIMIT)


def set_chat_menu_button(world: World, call: Call) -> bool:
    """The button beside the text field, of one chat or of all."""
    button = _json(call, "menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _BUTTONS:
        raise bad_request("unsupported menu button type specified")
    place = access_chat(world, call).id if call.has("chat_id") else "all"
    world.profile.set(f"menu_button:{place}", button)
    return True


def _set_words(world: World, call: Call, name: str, limit: int) -> bool:
    words = call.text(name)
    if utf16_length(words) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.profile.set(f"{name}:{call.text('language_code')}", words)
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict) or not isinstance(given.get("command"), str):
        raise bad_request("can't parse BotCommand: expected an Object")
    if not _COMMAND.fullmatch(given["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    description = given.get("description")
    if not isinstance(description, str) or not 1 <= utf16_length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": given["command"].removeprefix("/"), "description": description}


def _commands_key(call: Call) -> str:
    scope = _json(call, "scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: expected an Object")
    place = ":".join(str(scope.get(name, "")) for name in ("type", "chat_id", "user_id"))
    return f"commands:{place}:{call.text('language_code')}"


def _json(call: Call, name: str, words: str) -> Any:
    try:
        return call.decoded(name)
    except ValueError:
        raise bad_request(f"can't parse {words} JSON object") from None
