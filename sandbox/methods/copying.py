"""copyMessage, forwardMessage."""

from sandbox.errors import bad_request
from sandbox.formatting.text import read_caption
from sandbox.keyboards import Markup
from sandbox.messages import Record
from sandbox.methods.sending import known_people, send_content
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import CONTENT, Envelope, access_chat, read_envelope, say_as_bot
from sandbox.world import World

_BESIDE = ("entities", "caption", "caption_entities", "link_preview_options", "has_media_spoiler")


def copy_message(world: World, call: Call) -> Json:
    """Send the content of a message again, as the bot's own; only its id comes back."""
    envelope = read_envelope(world, call)
    content = _content(_original(world, call, "copy"))
    if "caption" in call.params and "text" not in content:
        caption = known_people(world, read_caption(call)).as_fields("caption", "caption_entities")
        content = {name: value for name, value in content.items() if "caption" not in name} | caption
    return {"message_id": send_content(world, envelope, content)["message_id"]}


def forward_message(world: World, call: Call) -> Json:
    """Send a message on, saying whose it is."""
    chat = access_chat(world, call)
    original = _original(world, call, "forward")
    origin = original.body.get("forward_origin") or {
        "type": "user",
        "date": original.body["date"],
        "sender_user": original.body["from"],
    }
    world.limits.charge(chat.id, 1, world.clock())
    envelope = Envelope(chat, None, Markup(), call.flag("protect_content"))
    return say_as_bot(world, envelope, {"forward_origin": origin, **_content(original)})


def _original(world: World, call: Call, act: str) -> Record:
    chat = access_chat(world, call, "from_chat_id", to_write=False)
    record = world.messages.find(chat.id, call.integer("message_id"))
    if record is None:
        raise bad_request(f"message to {act} not found")
    if not CONTENT & record.body.keys() or record.body.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if act == 'copy' else 'forwarded'}")
    return record


def _content(record: Record) -> Json:
    return {name: record.body[name] for name in (*sorted(CONTENT), *_BESIDE) if name in record.body}
