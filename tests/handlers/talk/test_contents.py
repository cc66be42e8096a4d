"""Every kind of content of the Bot API, one by one: what it is taken for, and where it goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from telegram import Update

from bot.sending.attached import attached
from bot.words import Texts
from desk.domain.talk.pieces import carried, goes_apart
from desk.domain.talk.said import Said, SaidKind
from handlers.talk.contents import CONTENTS, NOT_PASSED_ON, NOTICES
from handlers.talk.said import said_from
from sandbox.schema import problems_of_request, problems_of_update

SCHEMA: Final = json.loads((Path(__file__).parents[3] / "sandbox/schema/botapi-10.3.json").read_text())
# Who, where, when and how: nothing of what was said.
ENVELOPE: Final = frozenset(
    {
        "message_id",
        "message_thread_id",
        "direct_messages_topic",
        "from",
        "sender_chat",
        "sender_boost_count",
        "sender_business_bot",
        "sender_tag",
        "receiver_user",
        "ephemeral_message_id",
        "date",
        "guest_query_id",
        "business_connection_id",
        "chat",
        "forward_origin",
        "is_topic_message",
        "is_automatic_forward",
        "reply_to_message",
        "external_reply",
        "quote",
        "reply_to_story",
        "reply_to_checklist_task_id",
        "reply_to_poll_option_id",
        "via_bot",
        "guest_bot_caller_user",
        "guest_bot_caller_chat",
        "edit_date",
        "has_protected_content",
        "is_from_offline",
        "is_paid_post",
        "media_group_id",
        "author_signature",
        "paid_star_count",
        "entities",
        "link_preview_options",
        "suggested_post_info",
        "effect_id",
        "caption",
        "caption_entities",
        "show_caption_above_media",
        "has_media_spoiler",
        "reply_markup",
    }
)
CHAT: Final = {"id": 1001, "type": "private", "first_name": "宋"}
SENDER: Final = {"id": 1001, "is_bot": False, "first_name": "宋"}
FILE: Final = {"file_id": "F", "file_unique_id": "U"}
FILM: Final = {**FILE, "width": 4, "height": 3, "duration": 2}
PICTURE: Final = [{**FILE, "file_id": "P", "width": 4, "height": 3}]
HERE: Final = {"latitude": 36.9, "longitude": 119.9}
STICKER: Final = {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
POLL_FLAGS: Final = {
    "is_closed": False,
    "is_anonymous": True,
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}

# By field of a Message: an example, what it is taken for, its words, and the method that sends it on.
EXAMPLES: Final[dict[str, tuple[dict[str, Any], SaidKind, str, str]]] = {
    "text": ({"text": "漏雨"}, SaidKind.TEXT, "漏雨", ""),
    "photo": ({"photo": PICTURE, "caption": "屋顶"}, SaidKind.PHOTO, "屋顶", "sendPhoto"),
    "live_photo": (
        {"live_photo": {**FILM, "photo": PICTURE}, "photo": PICTURE, "caption": "墙"},
        SaidKind.LIVE_PHOTO,
        "墙",
        "sendLivePhoto",
    ),
    "voice": ({"voice": {**FILE, "duration": 3}}, SaidKind.VOICE, "", "sendVoice"),
    "audio": ({"audio": {**FILE, "duration": 3}}, SaidKind.AUDIO, "", "sendAudio"),
    "video": ({"video": FILM}, SaidKind.VIDEO, "", "sendVideo"),
    "video_note": (
        {"video_note": {**FILE, "length": 240, "duration": 3}},
        SaidKind.VIDEO_NOTE,
        "",
        "sendVideoNote",
    ),
    "animation": ({"animation": FILM, "document": FILE}, SaidKind.ANIMATION, "", "sendAnimation"),
    "document": ({"document": FILE}, SaidKind.DOCUMENT, "", "sendDocument"),
    "sticker": ({"sticker": {**STICKER, "emoji": "😭"}}, SaidKind.STICKER, "😭", "sendSticker"),
    "venue": (
        {"venue": {"location": HERE, "title": "村委会", "address": "旧店镇"}, "location": HERE},
        SaidKind.VENUE,
        "📍 村委会 · 旧店镇",
        "sendVenue",
    ),
    "location": ({"location": HERE}, SaidKind.LOCATION, "", "sendLocation"),
    "contact": (
        {"contact": {"phone_number": "+8612900009999", "first_name": "李四"}},
        SaidKind.CONTACT,
        "👤 李四 +8612900009999",
        "sendContact",
    ),
    "poll": (
        {
            "poll": {
                "id": "1",
                "question": "哪天开会",
                "options": [{"persistent_id": "1", "text": "周一", "voter_count": 0}],
                "total_voter_count": 0,
                "type": "regular",
                **POLL_FLAGS,
            }
        },
        SaidKind.POLL,
        "📊 哪天开会\n○ 周一",
        "",
    ),
    "checklist": (
        {
            "checklist": {
                "title": "要办的事",
                "tasks": [{"id": 1, "text": "修房"}, {"id": 2, "text": "打井", "completion_date": 5}],
            }
        },
        SaidKind.CHECKLIST,
        "要办的事\n☐ 修房\n☑ 打井",
        "",
    ),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, SaidKind.DICE, "🎲 3", ""),
    "rich_message": (
        {
            "rich_message": {
                "blocks": [
                    {"type": "heading", "text": "家里的事", "size": 1},
                    {"type": "paragraph", "text": ["墙", {"type": "bold", "text": "裂了"}]},
                    {
                        "type": "list",
                        "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": "东墙"}]}],
                    },
                ]
            }
        },
        SaidKind.TEXT,
        "家里的事\n墙裂了\n1.\n东墙",
        "",
    ),
}


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_795_300_000, "chat": CHAT, "from": SENDER, **content}


def heard(**content: Any) -> Said | None:
    return said_from(Update.de_json({"update_id": 7, "message": message(**content)}, None))


def test_every_field_of_a_message_is_said_noticed_or_about_it() -> None:
    fields = set(SCHEMA["types"]["Message"]["fields"])
    tables = [ENVELOPE, NOTICES, NOT_PASSED_ON, frozenset(CONTENTS)]

    assert set().union(*tables) == fields
    assert sum(map(len, tables)) == len(fields)


def test_every_kind_of_content_has_an_example_below() -> None:
    assert EXAMPLES.keys() == CONTENTS.keys()


@pytest.mark.parametrize("field", EXAMPLES)
def test_each_kind_is_taken_for_what_it_is_and_nothing_of_it_is_lost(field: str) -> None:
    content, kind, words, _ = EXAMPLES[field]

    said = heard(**content)

    assert said is not None
    assert (said.kind, said.piece().get("text", "")) == (kind, words)
    assert (
        field == "rich_message" or problems_of_update({"update_id": 7, "message": message(**content)}) == []
    )
    assert words or goes_apart(said.piece())


@pytest.mark.parametrize("field", [name for name, example in EXAMPLES.items() if example[3]])
def test_each_kind_is_sent_on_by_the_method_that_shows_it_as_what_it_is(field: str) -> None:
    content, _, _, method = EXAMPLES[field]
    said = heard(**content)
    assert said is not None
    assert goes_apart(said.piece())

    sent, parameters = attached((carried(said.piece()),), "BF-261123-0001")

    assert sent == method
    assert problems_of_request(sent, {"chat_id": 1001, **parameters}) == []


@pytest.mark.parametrize("field", sorted(NOT_PASSED_ON | {"something_of_next_year"}))
def test_whoever_sends_what_cannot_be_passed_on_is_told_its_name(field: str) -> None:
    said = heard(**{field: _some(field)})

    assert said is not None
    assert said.kind is SaidKind.OTHER
    assert said.content == (field if field in NOT_PASSED_ON else "unknown")
    for language in ("zh_CN", "en"):
        assert Texts().render(language, "kinds.not_passed_on", {"content": said.content, "written": False})


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("field", sorted(NOTICES - {"migrate_to_chat_id"}))
def test_what_telegram_itself_notes_is_nobodys_word(field: str) -> None:
    assert heard(**{field: _some(field)}) is None


@pytest.mark.parametrize("part", [{"photo": PICTURE}, {"video": FILM}, {"location": HERE}])
def test_a_layout_with_pictures_is_not_taken_for_its_words(part: dict[str, Any]) -> None:
    blocks = [{"type": "paragraph", "text": "看"}, {"type": "collage", "blocks": [part]}]

    said = heard(rich_message={"blocks": blocks})

    assert said is not None
    assert (said.kind, said.content) == (SaidKind.OTHER, "rich_message")


def test_a_live_photo_without_its_picture_is_not_said_to_be_kept() -> None:
    said = heard(live_photo=FILM)

    assert said is not None
    assert (said.kind, said.content) == (SaidKind.OTHER, "live_photo")


def _some(field: str) -> Any:
    """The least that the schema allows for a field."""
    facts = SCHEMA["types"]["Message"]["fields"].get(field, {"types": ["True"]})
    return _of(facts["types"][0])


def _of(kind: str) -> Any:
    if kind.startswith("Array of "):
        return [_of(kind.removeprefix("Array of "))]
    plain = {"Integer": 1, "Float": 1.0, "String": "x", "Boolean": True, "True": True}
    if kind in plain:
        return plain[kind]
    described = SCHEMA["types"][kind]
    if described.get("subtypes"):
        return _of(described["subtypes"][0])
    needed = {name: facts for name, facts in described["fields"].items() if facts["required"]}
    return {name: facts.get("const") or _of(facts["types"][0]) for name, facts in needed.items()}
