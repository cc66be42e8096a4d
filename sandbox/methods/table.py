"""Which method is which function; names as in the schema, found whatever their case."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import albums, answering, asking, copying, editing, places, sending, telling, webhooks
from sandbox.methods.sending_media import media_sender, send_live_photo
from sandbox.params import Call
from sandbox.world import World

Method = Callable[[World, Call], Any]

METHODS: dict[str, Method] = {
    "getMe": asking.get_me,
    "getChat": asking.get_chat,
    "getFile": asking.get_file,
    "sendChatAction": asking.send_chat_action,
    "sendMessage": sending.send_message,
    "sendLocation": places.send_location,
    "sendVenue": places.send_venue,
    "sendContact": sending.send_contact,
    "sendPhoto": media_sender("photo"),
    "sendVoice": media_sender("voice"),
    "sendDocument": media_sender("document"),
    "sendVideo": media_sender("video"),
    "sendAudio": media_sender("audio"),
    "sendAnimation": media_sender("animation"),
    "sendVideoNote": media_sender("video_note"),
    "sendSticker": media_sender("sticker"),
    "sendLivePhoto": send_live_photo,
    "sendMediaGroup": albums.send_media_group,
    "copyMessage": copying.copy_message,
    "forwardMessage": copying.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageLiveLocation": places.edit_message_live_location,
    "stopMessageLiveLocation": places.stop_message_live_location,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": answering.answer_callback_query,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "setMyCommands": telling.set_my_commands,
    "getMyCommands": telling.get_my_commands,
    "deleteMyCommands": telling.delete_my_commands,
    "setMyDescription": telling.set_my_description,
    "setMyShortDescription": telling.set_my_short_description,
    "setChatMenuButton": telling.set_chat_menu_button,
}

POLLING = "getUpdates"
_BY_LOWER = {name.lower(): name for name in (*METHODS, POLLING)}


def method_name(given: str) -> str | None:
    """The method's proper name, or None if the sandbox does not know it."""
    return _BY_LOWER.get(given.lower())
