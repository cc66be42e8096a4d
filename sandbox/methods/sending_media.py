"""sendPhoto, sendVoice, sendDocument, sendVideo, sendAudio: one function, told the kind."""

from collections.abc import Callable

from sandbox.delivery import read_envelope
from sandbox.errors import bad_request
from sandbox.formatting.text import read_caption
from sandbox.media.files import StoredFile
from sandbox.media.taking import Told, media_of, take
from sandbox.methods.sending import known_people, send_content
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.world import World

_ATTACHED = "attach://"


def media_sender(kind: str) -> Callable[[World, Call], Json]:
    """The method that sends a `kind` of file."""

    def send(world: World, call: Call) -> Json:
        """Send a file, new or sent before, with a caption."""
        caption = known_people(world, read_caption(call)).as_fields("caption", "caption_entities")
        envelope = read_envelope(world, call)
        stored = input_file(world, call, kind, call.text(kind))
        spoiler: Json = {"has_media_spoiler": True} if call.flag("has_spoiler") else {}
        return send_content(world, envelope, {kind: media_of(world.files, stored), **caption, **spoiler})

    return send


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
    return "".join(word.capitalize() for word in kind.split("_"))


def _told(call: Call) -> Told:
    return Told(
        duration=call.integer("duration"),
        width=call.integer("width"),
        height=call.integer("height"),
        performer=call.text("performer"),
        title=call.text("title"),
    )
