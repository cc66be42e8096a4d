"""What goes with words: files, albums, places, cards, as the Bot API calls that show each as what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.sending.split import CAPTION_LIMIT, units
from desk.domain.talk.uploads import Upload, UploadKind
from storage.mail.claims import Content

Piece = Mapping[str, Any]
# How a file is sent, by its kind. A file goes by no other method than its own.
METHODS: Final[Mapping[str, str]] = {
    "photo": "sendPhoto",
    "live_photo": "sendLivePhoto",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "sticker": "sendSticker",
}
CAPTIONED: Final = METHODS.keys() - {"video_note", "sticker"}
ALBUM: Final = "album"
PLACED: Final = frozenset({"location", "venue", "contact"})
_VCARD_BYTES: Final = 2048
_NAMED: Final = re.compile(r"can't use file of type (\w+) as ")
_BY_NAME: Final[Mapping[str, str]] = {
    "Photo": "photo",
    "VoiceNote": "voice",
    "Audio": "audio",
    "Video": "video",
    "VideoNote": "video_note",
    "Animation": "animation",
    "Document": "document",
    "Sticker": "sticker",
}


def pieces_of(content: Content) -> Sequence[Piece]:
    """What goes with the words; rows stored before there were pieces name one file or one place."""
    if content.pieces:
        return content.pieces
    if content.file is not None:
        upload = Upload(content.upload, content.file, UploadKind(content.file_kind))
        return ({"kind": content.file_kind, "file_id": upload},)
    if content.file_id:
        return ({"kind": content.file_kind, "file_id": content.file_id},)
    if content.latitude is not None and content.longitude is not None:
        return ({"kind": "location", "latitude": content.latitude, "longitude": content.longitude},)
    return ()


def attached(pieces: Sequence[Piece], text: str) -> tuple[str, dict[str, Any]]:
    """Method and parameters that send these; the caption is among them where it fits."""
    caption = {"caption": text, "parse_mode": "HTML"} if text and units(text) <= CAPTION_LIMIT else {}
    if len(pieces) > 1:
        first, *others = map(_medium, pieces)
        return "sendMediaGroup", {"media": [{**first, **caption}, *others]}
    [piece] = pieces
    kind = str(piece.get("kind"))
    if kind in _OTHERS:
        return _OTHERS[kind](piece)
    kind = kind if kind in METHODS else "document"
    still = {"photo": piece["still_id"]} if kind == "live_photo" else {}
    return METHODS[kind], {kind: piece["file_id"], **still, **(caption if kind in CAPTIONED else {})}


def corrected(pieces: Sequence[Piece], refusal: str) -> Sequence[Piece]:
    """The pieces as Telegram says that they are, where it says so; nothing where that is no help."""
    named = _NAMED.search(refusal)
    kind = _BY_NAME.get(named.group(1)) if named else None
    if kind is None or len(pieces) != 1 or pieces[0].get("kind") == kind:
        return ()
    return ({**pieces[0], "kind": kind},)


def _medium(piece: Piece) -> dict[str, Any]:
    return {"type": piece["kind"], "media": piece["file_id"]}


def _location(piece: Piece) -> tuple[str, dict[str, Any]]:
    live = {"live_period": piece["live_period"]} if piece.get("live_period") else {}
    return "sendLocation", {**_point(piece), **live}


def _venue(piece: Piece) -> tuple[str, dict[str, Any]]:
    if not piece.get("title"):
        return _location(piece)
    names = {"title": piece["title"], "address": piece.get("address") or piece["title"]}
    return "sendVenue", {**_point(piece), **names}


def _contact(piece: Piece) -> tuple[str, dict[str, Any]]:
    phone, vcard = str(piece["phone"]), str(piece.get("vcard") or "")
    card = {"vcard": vcard} if vcard and len(vcard.encode()) <= _VCARD_BYTES else {}
    return "sendContact", {"phone_number": phone, "first_name": piece.get("title") or phone, **card}


def _point(piece: Piece) -> dict[str, Any]:
    return {"latitude": piece["latitude"], "longitude": piece["longitude"]}


_OTHERS: Final = {"location": _location, "venue": _venue, "contact": _contact}
