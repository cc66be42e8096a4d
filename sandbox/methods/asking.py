"""getMe, getChat, getFile, sendChatAction."""

from sandbox.errors import bad_request
from sandbox.media.taking import MAX_DOWNLOAD
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import access_chat
from sandbox.world import World

_ACTION_NAMES = """
typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio
upload_document choose_sticker find_location record_video_note upload_video_note cancel
"""
_ACTIONS = frozenset(_ACTION_NAMES.split())
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(world: World, _call: Call) -> Json:
    """The bot's account."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot.as_user(), **abilities}


def get_chat(world: World, call: Call) -> Json:
    """What the bot may know about a chat."""
    chat = access_chat(world, call, to_write=False)
    gifts = dict.fromkeys(_GIFTS, False)
    return {
        **chat.as_chat(),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def get_file(world: World, call: Call) -> Json:
    """Where a file can be fetched; not above 20 MB."""
    if not call.has("file_id"):
        raise bad_request("file_id not specified")
    stored = world.files.find(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_file()


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is typing or the like."""
    chat = access_chat(world, call)
    action = call.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.publish(chat.id, "action", {"action": action})
    return True
