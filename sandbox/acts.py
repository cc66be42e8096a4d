"""What people can do to the bot; each act queues the update Telegram would queue."""

import re
from typing import Any

from sandbox.errors import ControlError
from sandbox.formatting.text import from_person
from sandbox.messages import Record
from sandbox.methods.places import is_over
from sandbox.params import Call
from sandbox.people import Person
from sandbox.person_content import content_of
from sandbox.shapes import Json
from sandbox.updates.delivery import Chat, replace_reply_keyboard, reply_fields, say_as_person
from sandbox.updates.queries import Query
from sandbox.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_DATA_BYTES = 64


def send(world: World, person: Person, call: Call) -> list[Json]:
    """Send what a control request describes; gives the messages (several for an album)."""
    check_free(person)
    chat = chat_of(world, person, call.params.get("chat_id"))
    reply = reply_fields(world, chat, call.integer("reply_to_message_id") or None)
    contents = content_of(world, person, call)
    sent = [say_as_person(world, person, chat, {**reply, **content}) for content in contents]
    _hide_used_keyboard(world, person, sent[0])
    return sent


def press(world: World, person: Person, chat: Chat, message_id: int, data: str) -> Query:
    """Press a button; as any client may, with whatever data of 1-64 bytes."""
    check_free(person)
    record = world.messages.find(chat.id, message_id)
    if record is None or record.out:
        raise ControlError(404, f"There is no message {message_id} of the bot in this chat.")
    if not 1 <= len(data.encode()) <= _DATA_BYTES:
        raise ControlError(400, "data must have 1 to 64 bytes.")
    query = world.queries.open(chat.id, world.clock())
    body = {"id": query.id, "from": person.as_user(), "message": record.body, "data": data}
    body["chat_instance"] = str(chat.id * 2_654_435_761 % 2**62)
    world.updates.add("callback_query", body, chat.id, world.clock())
    return query


def edit(world: World, person: Person, message_id: int, text: str) -> Json:
    """Change the words of an own message."""
    check_free(person)
    record = world.messages.find(person.id, message_id)
    if record is None or not record.out:
        raise ControlError(404, f"There is no message {message_id} of {person.first_name}.")
    names = ("text", "entities") if "text" in record.body else ("caption", "caption_entities")
    kept = {name: value for name, value in record.body.items() if name not in names}
    return _changed(world, person, record, {**kept, **from_person(text).as_fields(*names)})


def _changed(world: World, person: Person, record: Record, body: Json) -> Json:
    changed = {**body, "edit_date": world.now()}
    world.messages.edit(record, changed)
    world.updates.add("edited_message", changed, person.id, world.clock())
    return record.view()


def move(world: World, person: Person, message_id: int, latitude: float, longitude: float) -> Json:
    """Move an own live location; ControlError 409 when it does not move any more."""
    check_free(person)
    record = world.messages.find(person.id, message_id)
    if record is None or not record.out or "location" not in record.body:
        raise ControlError(404, f"There is no place {message_id} of {person.first_name}.")
    if is_over(record.body, world.now()):
        raise ControlError(409, "This place does not move any more.")
    location = {**record.body["location"], "latitude": latitude, "longitude": longitude}
    return _changed(world, person, record, {**record.body, "location": location})


def start(world: World, person: Person, payload: str) -> Json:
    """Open t.me/<bot>?start=payload and press Start; that also unblocks."""
    if not _PAYLOAD.fullmatch(payload):
        raise ControlError(400, "A payload has up to 64 characters of A-Z, a-z, 0-9, _ and -.")
    set_blocked(world, person, blocked=False)
    text = from_person(f"/start {payload}" if payload else "/start")
    return say_as_person(world, person, person, text.as_fields("text", "entities"))


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot; nothing happens if it is so already."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    world.people.save(person)
    world.events.publish(person.id, "blocked", {"blocked": blocked})
    standings = [_member(world), _banned(world)]
    old, new = standings if blocked else standings[::-1]
    body = {"chat": person.as_chat(), "from": person.as_user(), "date": world.now()}
    change = {**body, "old_chat_member": old, "new_chat_member": new}
    world.updates.add("my_chat_member", change, person.id, world.clock())


def chat_of(world: World, person: Person, chat_id: Any) -> Chat:
    """The person's private chat, or the group with `chat_id` if the person belongs to it."""
    if chat_id is None or str(chat_id) == str(person.id):
        return person
    try:
        group = world.groups.get(int(chat_id))
    except ValueError:
        raise ControlError(400, "chat_id must be a number.") from None
    if person.id not in group.members:
        raise ControlError(403, f"{person.first_name} is not a member of this group.")
    return group


def check_free(person: Person) -> None:
    """ControlError 409 if the person has blocked the bot or their account is gone."""
    if person.blocked or person.deactivated:
        raise ControlError(
            409, f"{person.first_name} cannot write: the bot is blocked or the account deleted."
        )


def _hide_used_keyboard(world: World, person: Person, message: Json) -> None:
    """A one-time keyboard goes away once one of its buttons was used."""
    keyboard = person.reply_keyboard
    if not keyboard or not keyboard.get("one_time_keyboard") or message["chat"]["id"] != person.id:
        return
    buttons = [button for row in keyboard["keyboard"] for button in row]
    asked = ("contact" in message and "request_contact", "location" in message and "request_location")
    if any(
        button["text"] == message.get("text") or any(button.get(a) for a in asked if a) for button in buttons
    ):
        replace_reply_keyboard(world, person, None)


def _bot_user(world: World) -> Json:
    return world.bot.as_user()


def _member(world: World) -> Json:
    return {"user": _bot_user(world), "status": "member"}


def _banned(world: World) -> Json:
    return {"user": _bot_user(world), "status": "kicked", "until_date": 0}
