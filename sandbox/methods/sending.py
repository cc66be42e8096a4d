"""sendMessage, sendContact."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.formatting.text import Formatted, read_text
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import Envelope, read_envelope, say_as_bot
from sandbox.world import World

_PREVIEW = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


def send_message(world: World, call: Call) -> Json:
    """Send text."""
    formatted = known_people(world, read_text(call))
    content = {**formatted.as_fields("text", "entities"), **preview_options(call)}
    return send_content(world, read_envelope(world, call), content)


def send_contact(world: World, call: Call) -> Json:
    """Send somebody's phone number."""
    for name, words in (("phone_number", "phone number"), ("first_name", "first name")):
        if not call.has(name):
            raise bad_request(f"{words} is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.text(name) for name in names if call.has(name)}
    return send_content(world, read_envelope(world, call), {"contact": contact})


def send_content(world: World, envelope: Envelope, content: Json) -> Json:
    """Count the message against the flood limits and send it."""
    world.limits.charge(envelope.chat.id, 1, world.clock())
    return say_as_bot(world, envelope, content)


def preview_options(call: Call) -> Json:
    """The field link_preview_options, also from its older form disable_web_page_preview."""
    try:
        options: Any = call.decoded("link_preview_options")
    except ValueError:
        raise bad_request("can't parse link preview options JSON object") from None
    if call.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    if not isinstance(options, dict):
        return {}
    known = {name: options[name] for name in _PREVIEW if name in options}
    return {"link_preview_options": known} if known else {}


def known_people(world: World, formatted: Formatted) -> Formatted:
    """Mentions by id become full users; of strangers they become plain text, as Telegram does."""
    if not any(entity["type"] == "text_mention" for entity in formatted.entities):
        return formatted
    named = [_named(world, entity) for entity in formatted.entities]
    return Formatted(formatted.text, [entity for entity in named if entity])


def _named(world: World, entity: Json) -> Json | None:
    if entity["type"] != "text_mention":
        return entity
    user = entity["user"] if isinstance(entity["user"], dict) else {}
    person = world.people.find(Call("user", user).integer("id"))
    return {**entity, "user": person.as_user()} if person else None
