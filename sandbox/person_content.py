"""What a person sends, from a control request to the fields of a Message."""

import mimetypes

from sandbox.errors import ApiError, ControlError
from sandbox.formatting.text import TEXT_LIMIT, from_person
from sandbox.media.samples import sample_upload
from sandbox.media.taking import Told, media_of, take
from sandbox.params import Call, Upload
from sandbox.people import Person
from sandbox.shapes import Json, utf16_length
from sandbox.world import World

_MEDIA = frozenset({"voice", "photo", "document", "video", "audio", "video_note", "sticker"})
_SAMPLE_SECONDS = 3


def content_of(world: World, person: Person, call: Call) -> list[Json]:
    """One content per message to send; ControlError 400 if the request makes no sense."""
    kind = call.text("kind") or "text"
    if kind == "text":
        return [_text(call)]
    if kind == "location":
        return [_location(call)]
    if kind == "contact":
        return [_contact(person, call)]
    if kind == "album":
        return _album(world, call)
    if kind not in _MEDIA:
        raise ControlError(400, f"kind {kind} is unknown.")
    upload = _uploads(call, kind)[0]
    return [{kind: _taken(world, kind, upload, call), **_caption(call)}]


def _text(call: Call) -> Json:
    formatted = from_person(call.text("text"))
    if not 1 <= utf16_length(formatted.text) <= TEXT_LIMIT:
        raise ControlError(400, f"text must have 1 to {TEXT_LIMIT} characters.")
    return formatted.as_fields("text", "entities")


def _caption(call: Call) -> Json:
    return from_person(call.text("caption")).as_fields("caption", "caption_entities")


def _location(call: Call) -> Json:
    latitude, longitude = call.real("latitude"), call.real("longitude")
    if latitude is None or longitude is None:
        raise ControlError(400, "A location has latitude and longitude.")
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _contact(person: Person, call: Call) -> Json:
    if not call.flag("own"):
        if not call.has("phone_number"):
            raise ControlError(400, "A contact has phone_number and first_name, or own.")
        names = ("phone_number", "first_name", "last_name")
        given = {name: call.text(name) for name in names if call.has(name)}
        return {"contact": {"first_name": "", **given}}
    if not person.phone:
        raise ControlError(400, f"{person.first_name} has no phone number.")
    # Telegram gives the number without the plus more often than with it; bots must cope with both.
    own = {"phone_number": person.phone, "first_name": person.first_name, "user_id": person.id}
    return {"contact": {**own, "last_name": person.last_name} if person.last_name else own}


def _album(world: World, call: Call) -> list[Json]:
    """Messages that share a media_group_id; only the first carries the caption."""
    group = str(10**16 + world.counters.next("media_group"))
    contents: list[Json] = []
    for upload in _uploads(call, "photo"):
        kind = "video" if upload.mime.startswith("video/") else "photo"
        contents.append({"media_group_id": group, kind: _taken(world, kind, upload, call)})
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


def _taken(world: World, kind: str, upload: Upload, call: Call) -> object:
    told = Told(duration=call.integer("duration", _SAMPLE_SECONDS), width=240, height=240)
    try:
        return media_of(world.files, take(world.files, kind, upload, told))
    except ApiError as refusal:
        raise ControlError(400, f"The file is not taken: {refusal.description}.") from None
