"""Taking a file in as a certain kind of medium, with Telegram's checks of size and content."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.media.files import Files, StoredFile
from sandbox.media.images import picture_size, scaled_sizes
from sandbox.params import Upload
from sandbox.shapes import Json

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
_DEFAULT_MIMES = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}


@dataclass(frozen=True)
class Told:
    """What the sender says about a medium; seconds and pixels."""

    duration: int = 0
    width: int = 0
    height: int = 0
    performer: str = ""
    title: str = ""
    emoji: str = ""


def take(files: Files, kind: str, upload: Upload, told: Told) -> StoredFile:
    """Keep an upload as `kind`; ApiError if Telegram would not take it. For a photo: its largest size."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return (
        _take_photo(files, upload)
        if kind == "photo"
        else files.keep(kind, upload, _facts(kind, upload, told))
    )


def media_of(files: Files, stored: StoredFile) -> Any:
    """What a message carries in the field of the medium's kind: an object, for a photo a list of sizes."""
    if stored.kind != "photo":
        return stored.as_media()
    return [size.as_media() for size in map(files.find, stored.sizes) if size is not None]


def _take_photo(files: Files, upload: Upload) -> StoredFile:
    length = len(upload.content)
    if length > MAX_PHOTO:
        raise bad_request(
            f"file of size {length} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    size = picture_size(upload.content)
    if size is None or 0 in size:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    kept = [files.keep("photo", upload, {"width": wide, "height": high}) for wide, high in scaled_sizes(size)]
    for one in kept:
        one.sizes = [size.file_id for size in kept]
        files.save(one)
    return kept[-1]


def _facts(kind: str, upload: Upload, told: Told) -> Json:
    mime = {"mime_type": upload.mime or _DEFAULT_MIMES.get(kind, "application/octet-stream")}
    named = {"file_name": upload.name} if upload.name else {}
    match kind:
        case "voice":
            return {"duration": told.duration, **mime}
        case "audio":
            told_names = {"performer": told.performer, "title": told.title}
            return {"duration": told.duration, **mime, **named, **{k: v for k, v in told_names.items() if v}}
        case "video" | "animation" | "live_photo":
            called = {} if kind == "live_photo" else named
            return {"duration": told.duration, "width": told.width, "height": told.height, **mime, **called}
        case "video_note":
            return {"duration": told.duration, "length": told.width or 240}
        case "sticker":
            wide, high = picture_size(upload.content) or (512, 512)
            looks = {"width": wide, "height": high, "is_animated": False, "is_video": False}
            return {"type": "regular", **looks, **({"emoji": told.emoji} if told.emoji else {})}
    return {**named, **mime}
