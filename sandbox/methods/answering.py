"""answerCallbackQuery."""

from sandbox.errors import bad_request
from sandbox.params import Call
from sandbox.shapes import Json, utf16_length
from sandbox.updates.queries import too_old
from sandbox.world import World

_TEXT_LIMIT = 200
_OWN_LINKS = ("https://t.me/", "http://t.me/", "t.me/", "tg://")


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a press, once and in time."""
    if not call.has("callback_query_id"):
        raise too_old()
    text = call.text("text")
    if utf16_length(text) > _TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.has("url") and not call.text("url").startswith(_OWN_LINKS):
        raise bad_request("URL_INVALID")
    answer: Json = {"text": text, "show_alert": call.flag("show_alert")}
    query = world.queries.answer(call.text("callback_query_id"), answer, world.clock())
    world.events.publish(query.chat_id, "callback_answer", {"callback_query_id": query.id, **answer})
    return True
