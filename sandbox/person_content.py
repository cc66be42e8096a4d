"""What a person sends, from a control request to the fields of a Message."""

import mimetypes

from sandbox.errors import ApiError, ControlError
from sandbox.formatting.text import TEXT_LIMIT, from_person
from sandbox.media.files import StoredFile
from sandbox.media.samples import sample_upload
from sandbox.media.taking import Told, media_of, take
from sandbox.methods.sending_media import content_with, live_photo_content
from sandbox.params import Call, Upload
from sandbox.people import Person
from sandbox.person_kinds import MAKERS
from sandbox.shapes import Json, utf16_length
from sandbox.world import World

_MEDIA = frozenset(
    ("voice", "photo", "live_photo", "document", "video", "animation", "audio", "video_note", "sticker")
)
_WORDLESS = frozenset({"video_note", "sticker"})
_SAMPLE_SECONDS = 3


def content_of(world: World, person: Person, call: Call) -> list[Json]:
    """One content per message to send; ControlError 400 if the request makes no sense."""
    kind = call.text("kind") or "text"
    if kind == "text":
        return [_text(call)]
    if kind in MAKERS:
        return [MAKERS[kind](world, person, call)]
    if kind == "album":
        return _album(world, call)
    if kind not in _MEDIA:
        raise ControlError(400, f"kind {kind} is unknown.")
    return [_medium(world, kind, call)]


def _medium(world: World, kind: str, call: Call) -> Json:
    stored = _taken(world, kind, _uploads(call, kind)[0], call)
    if kind == "live_photo":
        still = _taken(world, "photo", sample_upload("photo", 0, 0), call)
        return {**live_photo_content(world, stored, still), **_caption(call)}
    return {**content_with(world, stored), **({} if kind in _WORDLESS else _caption(call))}


def _text(call: Call) -> Json:
    formatted = from_person(call.text("text"))
    if not 1 <= utf16_length(formatted.text) <= TEXT_LIMIT:
        raise ControlError(400, f"text must have 1 to {TEXT_LIMIT} characters.")
    return formatted.as_fields("text", "entities")


def _caption(call: Call) -> Json:
    return from_person(call.text("caption")).as_fields("caption", "caption_entities")


def _album(world: World, call: Call) -> list[Json]:
    """Messages that share a media_group_id; only the first carries the caption."""
    group = str(10**16 + world.counters.next("media_group"))
    contents: list[Json] = []
    for upload in _uploads(call, "photo"):
        kind = "video" if upload.mime.startswith("video/") else "photo"
        medium = media_of(world.files, _taken(world, kind, upload, call))
        contents.append({"media_group_id": group, kind: medium})
    contents[0] |= _caption(call)
    return contents


def _uploads(call: Call, kind: str) -> list[Upload]:
    """The files of a request, or generated ones where it says `sample` (a number: so many)."""
    if call.uploads:
        return [_with_mime(upload) for upload in call.uploads.values()]
    count = (
        int(call.flag("sample")) if call.text("sample").lower() in ("true", "1") else call.integer("sample")
    )
    if not 1 <= count <= 10:
        raise ControlError(400, "A file part or sample is missing.")
    seconds = call.integer("duration", _SAMPLE_SECONDS)
    return [sample_upload(kind, number, seconds) for number in range(count)]


def _with_mime(upload: Upload) -> Upload:
    mime = upload.mime.partition(";")[0]
    if mime in ("", "application/octet-stream"):
        mime = mimetypes.guess_type(upload.name)[0] or mime
    return Upload(upload.name, upload.content, mime)


def _taken(world: World, kind: str, upload: Upload, call: Call) -> StoredFile:
    seconds = call.integer("duration", _SAMPLE_SECONDS)
    told = Told(duration=seconds, width=240, height=240, emoji=call.text("emoji"))
    try:
        return take(world.files, kind, upload, told)
    except ApiError as refusal:
        raise ControlError(400, f"The file is not taken: {refusal.description}.") from None
