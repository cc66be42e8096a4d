"""sendMediaGroup."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.formatting.text import read_caption
from sandbox.media.taking import media_of
from sandbox.methods.sending import known_people
from sandbox.methods.sending_media import input_file
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import read_envelope, say_as_bot
from sandbox.world import World

_MOST = 10
_KINDS = ("photo", "video", "audio", "document")
_ALONE = ("document", "audio")


def send_media_group(world: World, call: Call) -> list[Json]:
    """Send an album; all its messages share a media_group_id."""
    items = _items(call)
    envelope = read_envelope(world, call)
    contents = [_content(world, call, item) for item in items]
    world.limits.charge(envelope.chat.id, len(contents), world.clock())
    # A single item is sent as an ordinary message, without a group.
    group = {"media_group_id": str(10**16 + world.counters.next("media_group"))} if len(contents) > 1 else {}
    return [say_as_bot(world, envelope, {**group, **content}) for content in contents]


def _items(call: Call) -> list[Json]:
    try:
        media = call.decoded("media")
    except ValueError:
        raise bad_request("can't parse media JSON object") from None
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > _MOST:
        raise bad_request("too many messages to send as an album")
    kinds = [_kind(item) for item in media]
    for alone in _ALONE:
        if alone in kinds and set(kinds) != {alone}:
            raise bad_request(f"{alone} can't be mixed with other media types")
    return media


def _kind(item: Any) -> str:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in _KINDS:
        raise bad_request("can't parse InputMedia: invalid media type specified")
    return str(kind)


def _content(world: World, call: Call, item: Json) -> Json:
    """The content of one item: its own fields are read as if they were those of a single sending method."""
    kind, media = str(item["type"]), str(item.get("media") or "")
    own = Call(call.method, item, call.uploads)
    if not media or (media.startswith("attach://") and media.removeprefix("attach://") not in call.uploads):
        raise bad_request("can't parse InputMedia: media not found")
    stored = input_file(world, own, kind, media)
    caption = known_people(world, read_caption(own)).as_fields("caption", "caption_entities")
    return {kind: media_of(world.files, stored), **caption}
