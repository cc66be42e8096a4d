"""An outbox row as the Bot API calls that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sending.abreast import abreast
from bot.sending.attached import ALBUM, CAPTIONED, PLACED, attached, pieces_of
from bot.sending.split import CAPTION_LIMIT, split, units
from bot.words import Texts
from desk.domain.talk.messages import Lane
from storage.mail.claims import Content, Ready

MARK = "common.repeat_mark"
# Words cannot be written over these.
_UNEDITED = PLACED | {"video_note", "sticker", ALBUM}
_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One request to the Bot API."""

    method: str
    parameters: Mapping[str, Any]


class Renderer:
    """Turns keys and arguments into words and buttons in the reader's language."""

    def __init__(self, texts: Texts, quiet: Callable[[], bool] = lambda: False) -> None:
        self._texts = texts
        self._quiet = quiet  # whether people sleep now

    def calls(self, row: Ready, content: Content, *, anew: bool = False) -> list[ApiCall]:
        """What to send, in order; the buttons are on the last.

        `anew` says an edit as a new message. Raises UnknownText or a Jinja2 error when the text is broken.
        """
        if is_move(row, content):
            return [_moved(row, pieces_of(content)[0])] if row.target_message else []
        text = self._text(row, content, marked=row.unsure and (anew or row.method != "edit"))
        if row.method == "edit" and row.target_message and not anew:
            edits = self._edit(row, content, text)
            if edits:
                return edits
        calls = self._attached(row, content, text)
        if text and not (calls and _says(calls[0], text)):
            calls += [_message(row.chat_id, piece) for piece in split(text)]
        if content.silent or (row.lane > Lane.WAITING and self._quiet()):
            calls = [
                ApiCall(call.method, {**call.parameters, "disable_notification": True}) for call in calls
            ]
        return _with_markup(calls, self._markup(row.language, content))

    def _text(self, row: Ready, content: Content, *, marked: bool) -> str:
        text = self._texts.render(row.language, row.template, content.arguments) if row.template else ""
        parts = [text, self._texts.render(row.language, MARK) if marked else ""]
        return "\n\n".join(filter(None, parts))

    def _edit(self, row: Ready, content: Content, text: str) -> list[ApiCall]:
        """The edit, or nothing when that message cannot be edited into this."""
        where = {"chat_id": row.chat_id, "message_id": row.target_message}
        markup = self._markup(row.language, content) if content.keyboard == "inline" else None
        if row.target_method in _UNEDITED or len(split(text)) > 1:
            return []
        if row.target_method in CAPTIONED:
            if units(text) > CAPTION_LIMIT:
                return []
            call = ApiCall("editMessageCaption", {**where, "caption": text, "parse_mode": "HTML"})
        else:
            call = ApiCall("editMessageText", {**where, **_words(text)})
        return _with_markup([call], markup)

    def _attached(self, row: Ready, content: Content, text: str) -> list[ApiCall]:
        pieces = pieces_of(content)
        if not pieces:
            return []
        method, parameters = attached(pieces, text)
        return [ApiCall(method, {"chat_id": row.chat_id, **parameters})]

    def _markup(self, language: str, content: Content) -> Mapping[str, Any] | None:
        if content.keyboard == "remove":
            return {"remove_keyboard": True}
        if content.keyboard == "inline" and content.rows:
            return {"inline_keyboard": self._rows(language, content.rows, _inline)}
        if content.keyboard in ("reply", "once") and content.rows:
            once = {"one_time_keyboard": True} if content.keyboard == "once" else {}
            return {"keyboard": self._rows(language, content.rows, _reply), "resize_keyboard": True, **once}
        return None

    def _rows(
        self, language: str, rows: Sequence[Sequence[Mapping[str, Any]]], button: Any
    ) -> list[list[Any]]:
        labelled = (
            [button(self._texts.label(language, one["label"], one.get("arguments")), one) for one in row]
            for row in rows
        )
        return [some for row in labelled for some in abreast(row)]


def _inline(label: str, button: Mapping[str, Any]) -> dict[str, str]:
    return {"text": label, "callback_data": button.get("code", "")}


def _reply(label: str, button: Mapping[str, Any]) -> dict[str, Any]:
    ask = button.get("ask")
    return {"text": label, f"request_{ask}": True} if ask else {"text": label}


def is_move(row: Ready, content: Content) -> bool:
    """Whether a place that was sent goes on: kept up to date while it can be, and never said anew."""
    return row.method == "edit" and bool(pieces_of(content))


def _moved(row: Ready, place: Mapping[str, Any]) -> ApiCall:
    point = {"latitude": place["latitude"], "longitude": place["longitude"]}
    return ApiCall(
        "editMessageLiveLocation", {"chat_id": row.chat_id, "message_id": row.target_message, **point}
    )


def _says(call: ApiCall, text: str) -> bool:
    """Whether the words go with what is attached: as its caption, in an album as that of the first."""
    media = call.parameters.get("media") or [call.parameters]
    return bool(media[0].get("caption") == text)


def _message(chat_id: int, text: str) -> ApiCall:
    return ApiCall("sendMessage", {"chat_id": chat_id, **_words(text)})


def _words(text: str) -> dict[str, Any]:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}


def _with_markup(calls: list[ApiCall], markup: Mapping[str, Any] | None) -> list[ApiCall]:
    if not calls or markup is None:
        return calls
    last = calls[-1]
    return [*calls[:-1], ApiCall(last.method, {**last.parameters, "reply_markup": markup})]
