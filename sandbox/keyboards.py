"""reply_markup: read, checked, and split into what a message shows and what replaces a keyboard."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.errors import bad_request
from sandbox.formatting.links import checked_link
from sandbox.params import Call
from sandbox.shapes import Json

_MAX_BUTTONS = 100
_DATA_BYTES = 64
_INLINE_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_LOOKS = ("icon_custom_emoji_id", "style")


@dataclass(frozen=True)
class Markup:
    """One of: buttons under the message, a keyboard in place of the person's own, its removal."""

    inline: Json | None = None
    reply: Json | None = None
    remove: bool = False


def read_markup(call: Call) -> Markup:
    """The markup of a call, or the refusal Telegram would give."""
    try:
        given = call.decoded("reply_markup")
    except json.JSONDecodeError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    return _parsed(given)


def _parsed(given: Json) -> Markup:
    if "inline_keyboard" in given:
        rows = _rows(given["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        checked = [[_inline_button(button) for button in row] for row in rows if row]
        return Markup(inline={"inline_keyboard": checked} if checked else None)
    if "keyboard" in given:
        rows = _rows(given["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        keyboard = [[_reply_button(button) for button in row] for row in rows if row]
        return Markup(reply={**given, "keyboard": keyboard} if keyboard else None)
    return Markup(remove=given.get("remove_keyboard") is True)


def _rows(rows: Any, field: str, markup: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {markup} must be an Array of Arrays')
    if sum(map(len, rows)) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _inline_button(button: Any) -> Json:
    wrong = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(wrong + "InlineKeyboardButton must be an Object")
    _check_text(button, wrong)
    action = next((name for name in _INLINE_ACTIONS if name in button), None)
    if action is None:
        raise bad_request(wrong + "text buttons are unallowed in the inline keyboard")
    if action == "callback_data" and not 1 <= len(str(button[action]).encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    value = _button_url(str(button["url"])) if action == "url" else button[action]
    looks = {name: button[name] for name in _LOOKS if name in button}
    # What Telegram does not know, and actions beside the first, are dropped without a word.
    return {"text": button["text"], **looks, action: value}


def _button_url(url: str) -> str:
    checked = checked_link(url)
    if not checked:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _reply_button(button: Any) -> Json:
    wrong = "can't parse keyboard button: "
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request(wrong + "KeyboardButton must be an Object")
    _check_text(button, wrong)
    return button


def _check_text(button: Json, wrong: str) -> None:
    if "text" not in button:
        raise bad_request(wrong + 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(wrong + 'Field "text" must be of type String')
