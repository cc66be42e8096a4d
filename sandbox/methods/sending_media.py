"""sendPhoto, sendVoice, sendVideoNote …: one function, told the kind; sendLivePhoto has two files."""

from collections.abc import Callable

from sandbox.errors import bad_request
from sandbox.formatting.text import read_caption
from sandbox.media.files import StoredFile
from sandbox.media.taking import Told, media_of, take
from sandbox.methods.sending import known_people, send_content
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import read_envelope
from sandbox.world import World

_ATTACHED = "attach://"
_WORDLESS = frozenset({"video_note", "sticker"})  # these carry no caption
_OF_FILMS = frozenset({"duration", "width", "height"})
_NAMES = {"voice": "VoiceNote"}  # what Telegram's own errors call a kind


def media_sender(kind: str) -> Callable[[World, Call], Json]:
    """The method that sends a `kind` of file."""

    def send(world: World, call: Call) -> Json:
        """Send a file, new or sent before, with a caption."""
        words = {} if kind in _WORDLESS else _caption(world, call)
        envelope = read_envelope(world, call)
        stored = input_file(world, call, kind, call.text(kind))
        return send_content(world, envelope, {**content_with(world, stored), **words})

    return send


def send_live_photo(world: World, call: Call) -> Json:
    """Send a photo that moves for some seconds: the short film, and the picture that stands still."""
    words = _caption(world, call)
    envelope = read_envelope(world, call)
    film = input_file(world, call, "live_photo", call.text("live_photo"))
    still = input_file(world, call, "photo", call.text("photo"))
    return send_content(world, envelope, {**live_photo_content(world, film, still), **words})


def content_with(world: World, stored: StoredFile) -> Json:
    """The fields of a message with this file; an animation is a document too, for older clients."""
    media = media_of(world.files, stored)
    if stored.kind != "animation":
        return {stored.kind: media}
    plain = {name: value for name, value in media.items() if name not in _OF_FILMS}
    return {"animation": media, "document": plain}


def live_photo_content(world: World, film: StoredFile, still: StoredFile) -> Json:
    """The fields of a message with a live photo; it is a photo too, for older clients."""
    sizes = media_of(world.files, still)
    return {"live_photo": {**media_of(world.files, film), "photo": sizes}, "photo": sizes}


def _caption(world: World, call: Call) -> Json:
    caption = known_people(world, read_caption(call)).as_fields("caption", "caption_entities")
    return {**caption, "has_media_spoiler": True} if call.flag("has_spoiler") else caption


def input_file(world: World, call: Call, kind: str, value: str) -> StoredFile:
    """The file a parameter means: a part of the request, or the id of a file sent before."""
    upload = call.uploads.get(value.removeprefix(_ATTACHED) if value.startswith(_ATTACHED) else kind)
    if upload is not None:
        return take(world.files, kind, upload, _told(call))
    if not value or value.startswith(_ATTACHED):
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return _known_file(world, kind, value)


def _known_file(world: World, kind: str, file_id: str) -> StoredFile:
    stored = world.files.find(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {_type_name(stored.kind)} as {_type_name(kind)}")
    return stored


def _type_name(kind: str) -> str:
    return _NAMES.get(kind) or "".join(word.capitalize() for word in kind.split("_"))


def _told(call: Call) -> Told:
    return Told(
        duration=call.integer("duration"),
        width=call.integer("width"),
        height=call.integer("height"),
        performer=call.text("performer"),
        title=call.text("title"),
    )
