"""What goes on as a message of its own beside the words: files, places, cards, and what makes an album."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from desk.domain.talk.messages import Json
from desk.domain.talk.said import SaidKind

Piece = Mapping[str, Json]
FILES: Final = frozenset(
    {
        SaidKind.PHOTO,
        SaidKind.LIVE_PHOTO,
        SaidKind.VOICE,
        SaidKind.AUDIO,
        SaidKind.VIDEO,
        SaidKind.VIDEO_NOTE,
        SaidKind.ANIMATION,
        SaidKind.DOCUMENT,
        SaidKind.STICKER,
    }
)
PLACES: Final = frozenset({SaidKind.LOCATION, SaidKind.VENUE})
# What Telegram shows without any words below it.
NAMELESS: Final = PLACES | {SaidKind.VIDEO_NOTE, SaidKind.STICKER, SaidKind.CONTACT}
# Which kinds stand together in one album: pictures and films, files, or sounds.
_ALBUMS: Final = {"photo": "seen", "video": "seen", "document": "files", "audio": "heard"}
_MOST_IN_ALBUM: Final = 10
BEFORE: Final = "before"  # in a piece: what it said before it was edited
_MOST_BEFORE: Final = 20


def file_kind(piece: Piece) -> str:
    """How the file of a piece is sent; empty when it has none."""
    kind = str(piece.get("kind", ""))
    return kind if piece.get("file_id") and kind in FILES else ""


def says_something(piece: Piece) -> bool:
    """Whether there is anything in it that somebody else could read, see or hear."""
    return bool(piece.get("text")) or goes_apart(piece)


def says_otherwise(old: Piece, new: Piece) -> bool:
    """Whether an edited message has other words, or another file: Telegram tells of edits without either."""
    other_file = bool(old.get("unique_id")) and old.get("unique_id") != new.get("unique_id")
    return str(old.get("text", "")) != str(new.get("text", "")) or other_file


def is_elsewhere(old: Piece, new: Piece) -> bool:
    """Whether a place that moves is not any more where it was."""
    return any(old.get(name) != new.get(name) for name in ("latitude", "longitude", "live_until"))


def corrected(old: Piece, new: Piece) -> dict[str, Json]:
    """The new words in the place of the old, which are kept beside them until there is a ledger for them."""
    before = old.get(BEFORE)
    words = [*(before if isinstance(before, list) else []), old.get("text", "")]
    return {**new, "at": old.get("at", new.get("at")), BEFORE: words[-_MOST_BEFORE:]}


def words_before(piece: Piece) -> list[str]:
    """What a piece said before it was edited, oldest first."""
    before = piece.get(BEFORE)
    return [str(words) for words in before] if isinstance(before, list) else []


def words_of(piece: Piece) -> str:
    """A piece where only words can be kept: what was written, or where a place is."""
    text, latitude, longitude = piece.get("text"), piece.get("latitude"), piece.get("longitude")
    if not text and isinstance(latitude, float | int) and isinstance(longitude, float | int):
        return f"📍 {latitude:.5f}, {longitude:.5f}"
    return str(text or "")


def goes_apart(piece: Piece) -> bool:
    """Whether a piece is shown as a message of its own."""
    place = isinstance(piece.get("latitude"), float | int) and isinstance(piece.get("longitude"), float | int)
    return bool(file_kind(piece) or place or (piece.get("kind") == SaidKind.CONTACT and piece.get("phone")))


def carried(piece: Piece) -> dict[str, Json]:
    """What of a piece its message needs."""
    names = ("kind", "file_id", "still_id", "latitude", "longitude", "title", "address", "phone", "vcard")
    return {name: piece[name] for name in names if name in piece}


def in_albums(pieces: Sequence[tuple[int, Piece]]) -> Iterator[list[tuple[int, Piece]]]:
    """Numbered pieces that go apart, those of one album together, in the order sent."""
    apart = [(number, piece) for number, piece in pieces if goes_apart(piece)]
    for group, members in groupby(apart, key=lambda one: _album(one[1])):
        together = list(members)
        step = _MOST_IN_ALBUM if group else 1
        yield from (together[at : at + step] for at in range(0, len(together), step))


def _album(piece: Piece) -> tuple[Json, str] | None:
    group, family = piece.get("group_id"), _ALBUMS.get(str(piece.get("kind")))
    return (group, family) if group and family else None


def size_of(piece: Piece) -> int:
    """How many characters a piece of a story has, with what it said before it was edited."""
    return len(str(piece.get("text", ""))) + sum(map(len, words_before(piece)))


def same_message(old: Piece, new: Piece) -> bool:
    """Whether two pieces are what one message says."""
    return bool(new.get("message_id")) and old.get("message_id") == new.get("message_id")


def written_in(piece: Piece) -> str:
    """What was written in a message; a voice or a photo alone says nothing."""
    return str(piece.get("text") or "")
