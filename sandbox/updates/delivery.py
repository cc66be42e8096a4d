"""Putting messages into chats: who may write, what the other side sees, which update it causes."""

import re
from dataclasses import dataclass

from sandbox.errors import bad_request
from sandbox.groups import Group
from sandbox.keyboards import Markup, read_markup
from sandbox.messages import Record
from sandbox.params import Call
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.world import World

Chat = Person | Group
CONTENT = frozenset(
    ("text", "photo", "live_photo", "voice", "document", "animation", "video", "audio", "video_note")
) | frozenset(("sticker", "location", "venue", "contact", "poll", "checklist", "dice", "story", "game"))
"""The fields of a Message one of which every message that is not a service message has."""
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Envelope:
    """What every sending method shares: chat, replied message, markup, protection."""

    chat: Chat
    reply_to: Record | None
    markup: Markup
    protected: bool


def access_chat(world: World, call: Call, name: str = "chat_id", *, to_write: bool = True) -> Chat:
    """The chat a call means; ApiError if the bot does not know it or may not write there."""
    given = call.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    chat = world.chat(int(given)) if _NUMBER.fullmatch(given) else None
    if chat is None or (isinstance(chat, Person) and not chat.started):
        raise bad_request("chat not found")
    refusal = chat.refusal() if to_write else None
    if refusal:
        raise refusal
    return chat


def read_envelope(world: World, call: Call) -> Envelope:
    """Everything but the content of a message to send."""
    markup = read_markup(call)
    chat = access_chat(world, call)
    if call.integer("message_thread_id"):
        raise bad_request("message thread not found")
    return Envelope(chat, _replied(world, call, chat), markup, call.flag("protect_content"))


def say_as_bot(world: World, envelope: Envelope, content: Json) -> Json:
    """Send a message of the bot; gives the Bot API Message."""
    chat = envelope.chat
    body = _head(world, world.bot.as_user(), chat)
    if envelope.reply_to:
        body["reply_to_message"] = _without_reply(envelope.reply_to)
    body |= content
    if envelope.markup.inline:
        body["reply_markup"] = envelope.markup.inline
    if envelope.protected:
        body["has_protected_content"] = True
    world.messages.add(body, out=False)
    if isinstance(chat, Person):
        _arrived(world, chat, envelope.markup)
    return body


def say_as_person(world: World, person: Person, chat: Chat, content: Json) -> Json:
    """Send a message of somebody: it is queued as an update; gives the Bot API Message."""
    body = {**_head(world, person.as_user(), chat), **content}
    world.messages.add(body, out=True)
    if chat is person:
        person.started = True
        person.unread = 0
        world.people.save(person)
    if isinstance(chat, Person) or _concerns_bot(world, body):
        world.updates.add("message", body, chat.id, world.clock())
    return body


def reply_fields(world: World, chat: Chat, message_id: int | None) -> Json:
    """The field reply_to_message of a person's message, empty if there is nothing to reply to."""
    record = world.messages.find(chat.id, message_id) if message_id else None
    return {"reply_to_message": _without_reply(record)} if record else {}


def replace_reply_keyboard(world: World, person: Person, keyboard: Json | None) -> None:
    """Show another reply keyboard to somebody, or none."""
    if person.reply_keyboard == keyboard:
        return
    person.reply_keyboard = keyboard
    world.people.save(person)
    world.events.publish(person.id, "keyboard", {"reply_keyboard": keyboard})


def _head(world: World, sender: Json, chat: Chat) -> Json:
    number = world.messages.next_id(chat.id)
    return {"message_id": number, "from": sender, "chat": chat.as_chat(), "date": world.now()}


def _concerns_bot(world: World, body: Json) -> bool:
    """In groups a bot gets commands, mentions, answers to its messages and service messages only."""
    words = body.get("text", body.get("caption"))
    replied = body.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    service = words is None and not any(kind in body for kind in CONTENT)
    return (
        replied or service or (words is not None and (words[:1] == "/" or f"@{world.bot.username}" in words))
    )


def _arrived(world: World, person: Person, markup: Markup) -> None:
    if not world.events.is_watched(person.id):
        person.unread += 1
        world.people.save(person)
    if markup.reply or markup.remove:
        replace_reply_keyboard(world, person, markup.reply)


def _without_reply(record: Record) -> Json:
    """Telegram nests one level: the replied message does not show what it replied to."""
    return {name: value for name, value in record.body.items() if name != "reply_to_message"}


def _replied(world: World, call: Call, chat: Chat) -> Record | None:
    given = Call("reply_parameters", _reply_parameters(call))
    if not given.integer("message_id"):
        return None
    record = world.messages.find(chat.id, given.integer("message_id"))
    if record is None and not given.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return record


def _reply_parameters(call: Call) -> Json:
    try:
        given = call.decoded("reply_parameters")
    except ValueError:
        raise bad_request("can't parse reply parameters JSON object") from None
    if isinstance(given, dict):
        return given
    legacy = {"message_id": call.integer("reply_to_message_id")}
    return {**legacy, "allow_sending_without_reply": call.flag("allow_sending_without_reply")}
