"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage."""

from sandbox.errors import bad_request
from sandbox.formatting.text import read_caption, read_text
from sandbox.keyboards import Markup, read_markup
from sandbox.messages import Record
from sandbox.methods.sending import known_people, preview_options
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import access_chat
from sandbox.world import World

_TWO_DAYS = 48 * 3600
_MEDIA = ("photo", "live_photo", "voice", "document", "video", "animation", "audio")
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, call: Call) -> Json:
    """Replace the text and the buttons of a message of the bot."""
    content = {**known_people(world, read_text(call)).as_fields("text", "entities"), **preview_options(call)}
    markup = _inline_markup(call)
    record = access_editable(world, call)
    if "text" not in record.body:
        raise bad_request("there is no text in the message to edit")
    return _edit(
        world, record, _replaced(record, ("text", "entities", "link_preview_options"), content), markup
    )


def edit_message_caption(world: World, call: Call) -> Json:
    """Replace the caption and the buttons of a message of the bot."""
    content = known_people(world, read_caption(call)).as_fields("caption", "caption_entities")
    markup = _inline_markup(call)
    record = access_editable(world, call)
    if not any(kind in record.body for kind in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, record, _replaced(record, ("caption", "caption_entities"), content), markup)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Replace the buttons of a message of the bot."""
    markup = _inline_markup(call)
    record = access_editable(world, call)
    return _edit(world, record, dict(record.body), markup)


def delete_message(world: World, call: Call) -> bool:
    """Delete a message: the bot's own, or in a private chat anybody's, within 48 hours."""
    chat = access_chat(world, call)
    record = world.messages.find(chat.id, _message_id(call))
    if record is None:
        raise bad_request("message to delete not found")
    if world.now() - record.body["date"] > _TWO_DAYS or (record.out and chat.id < 0):
        raise bad_request("message can't be deleted")
    world.messages.delete(record)
    return True


def access_editable(world: World, call: Call) -> Record:
    """The bot's message a call means; ApiError if it is gone or somebody else's."""
    if call.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = access_chat(world, call)
    record = world.messages.find(chat.id, _message_id(call))
    if record is None:
        raise bad_request("message to edit not found")
    if record.out or record.body["from"]["id"] != world.bot.id or "forward_origin" in record.body:
        raise bad_request("message can't be edited")
    return record


def _message_id(call: Call) -> int:
    if not call.has("message_id"):
        raise bad_request("message identifier is not specified")
    return call.integer("message_id")


def _inline_markup(call: Call) -> Markup:
    markup = read_markup(call)
    if markup.reply or markup.remove:
        raise bad_request("inline keyboard expected")
    return markup


def keep_edit(world: World, record: Record, body: Json, call: Call) -> Json:
    """Keep a changed message with the buttons that the call names; ApiError if nothing changed."""
    return _edit(world, record, body, _inline_markup(call))


def _replaced(record: Record, names: tuple[str, ...], content: Json) -> Json:
    return {**{name: value for name, value in record.body.items() if name not in names}, **content}


def _edit(world: World, record: Record, body: Json, markup: Markup) -> Json:
    """Keep the changed message, or refuse if nothing changed."""
    buttons: Json = {"reply_markup": markup.inline} if markup.inline else {}
    content = {name: value for name, value in body.items() if name not in ("reply_markup", "edit_date")}
    old = {name: value for name, value in record.body.items() if name not in ("reply_markup", "edit_date")}
    if content == old and markup.inline == record.body.get("reply_markup"):
        raise bad_request(_SAME)
    # A change of buttons alone does not mark the message as edited.
    dated = {"edit_date": world.now()} if content != old else {}
    earlier = {"edit_date": record.body["edit_date"]} if "edit_date" in record.body else {}
    return world.messages.edit(record, {**content, **earlier, **dated, **buttons}).body
