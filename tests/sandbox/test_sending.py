"""Sending text: who may be written to, replies, markups."""

import pytest

from sandbox.shapes import Json
from tests.sandbox.rig import MEI, STRANGER, Rig, button


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 1003, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": "@bo_of_the_hill", "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": 1001, "text": "  \n"}, "Bad Request: message text is empty"),
        ({"chat_id": 1001}, "Bad Request: message text is empty"),
        ({"chat_id": 1001, "text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_in_telegrams_words(
    rig: Rig, params: Json, refusal: str
) -> None:
    assert await rig.refused("sendMessage", **params) == (400, refusal)


async def test_somebody_who_writes_may_be_written_to(rig: Rig) -> None:
    await rig.send(STRANGER, text="hello?")

    message = await rig.say(STRANGER, "Hello!")

    assert message["chat"] == {"id": 1003, "type": "private", "first_name": "Qin"}


async def test_a_blocked_bot_may_not_write_until_it_is_unblocked(rig: Rig) -> None:
    await rig.control("chats/1001/block")
    while_blocked = await rig.refused("sendMessage", chat_id=1001, text="x")
    await rig.control("chats/1001/unblock")
    afterwards = await rig.say(MEI, "x")

    changes = [update["my_chat_member"] for update in await rig.updates()]
    standings = [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes]
    assert while_blocked == (403, "Forbidden: bot was blocked by the user")
    assert afterwards["text"] == "x"
    assert standings == [("member", "kicked"), ("kicked", "member")]


async def test_a_deleted_account_cannot_be_written_to(rig: Rig) -> None:
    await rig.control("chats/1001/deactivate")

    refusal = await rig.refused("sendMessage", chat_id=1001, text="x")

    assert refusal == (403, "Forbidden: user is deactivated")


async def test_a_reply_shows_the_message_it_answers(rig: Rig) -> None:
    (question,) = await rig.send(MEI, text="When?")

    answer = await rig.say(MEI, "Today.", reply_parameters={"message_id": question["message_id"]})
    chained = await rig.say(MEI, "Really.", reply_to_message_id=answer["message_id"])

    assert answer["reply_to_message"]["text"] == "When?"
    assert "reply_to_message" not in chained["reply_to_message"]


async def test_a_reply_to_nothing_is_refused_unless_it_may_go_without(rig: Rig) -> None:
    missing = {"message_id": 999}

    refusal = await rig.refused("sendMessage", chat_id=1001, text="x", reply_parameters=missing)
    sent = await rig.say(MEI, "x", reply_parameters={**missing, "allow_sending_without_reply": True})

    assert refusal == (400, "Bad Request: message to be replied not found")
    assert "reply_to_message" not in sent


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        (button("a", ""), "BUTTON_DATA_INVALID"),
        (button("a", "好" * 22), "BUTTON_DATA_INVALID"),
        (
            {"inline_keyboard": [[{"text": "a"}]]},
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [{"text": "a"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 101]}, "reply markup is too long"),
        (
            {"inline_keyboard": [[{"text": "a", "url": "nowhere"}]]},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_wrong_markup_is_refused(rig: Rig, markup: object, refusal: str) -> None:
    answer = await rig.refused("sendMessage", chat_id=1001, text="x", reply_markup=markup)

    assert answer == (400, f"Bad Request: {refusal}")


async def test_callback_data_of_exactly_64_bytes_is_taken(rig: Rig) -> None:
    message = await rig.say(MEI, "x", reply_markup=button("a", "好" * 21 + "x"))

    assert len(message["reply_markup"]["inline_keyboard"][0][0]["callback_data"].encode()) == 64


async def test_a_button_keeps_its_first_action_and_loses_unknown_fields(rig: Rig) -> None:
    odd = {"text": "a", "url": "example.com", "callback_data": "a", "colour": "red"}

    markup = {"inline_keyboard": [[odd], []]}
    _, body = await rig.bare("sendMessage", chat_id=1001, text="x", reply_markup=markup)

    assert body["result"]["reply_markup"] == {
        "inline_keyboard": [[{"text": "a", "url": "http://example.com/"}]]
    }


async def test_a_reply_keyboard_replaces_the_persons_own_until_it_is_removed(rig: Rig) -> None:
    keyboard = {
        "keyboard": [[{"text": "Yes"}, {"text": "My number", "request_contact": True}]],
        "resize_keyboard": True,
    }

    sent = await rig.say(MEI, "Well?", reply_markup=keyboard)
    shown = (await rig.look("chats/1001/messages"))["reply_keyboard"]
    await rig.say(MEI, "Thanks.", reply_markup={"remove_keyboard": True})
    removed = (await rig.look("chats/1001/messages"))["reply_keyboard"]

    assert "reply_markup" not in sent
    assert shown["keyboard"] == [[{"text": "Yes"}, {"text": "My number", "request_contact": True}]]
    assert removed is None


async def test_a_one_time_keyboard_goes_once_it_is_used(rig: Rig) -> None:
    markup = {"keyboard": [[{"text": "My number", "request_contact": True}]], "one_time_keyboard": True}
    await rig.say(MEI, "Your number?", reply_markup=markup)

    await rig.send(MEI, text="why?")
    after_words = (await rig.look("chats/1001/messages"))["reply_keyboard"]
    await rig.send(MEI, kind="contact", own=True)
    after_use = (await rig.look("chats/1001/messages"))["reply_keyboard"]

    assert after_words is not None
    assert after_use is None


async def test_places_and_numbers_can_be_sent(rig: Rig) -> None:
    place = await rig.ok("sendLocation", chat_id=1001, latitude=36.78, longitude=119.96)
    number = await rig.ok("sendContact", chat_id=1001, phone_number="+8612345", first_name="Town desk")

    assert place["location"] == {"latitude": 36.78, "longitude": 119.96}
    assert number["contact"] == {"phone_number": "+8612345", "first_name": "Town desk"}


async def test_a_form_carries_the_same_call_as_json(rig: Rig) -> None:
    form = {
        "chat_id": "1001",
        "text": "x",
        "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"a"}]]}',
    }

    async with rig.session.post(f"{rig.base}/bot{rig.world.bot.token}/sendMessage", data=form) as response:
        message = (await response.json())["result"]

    assert message["reply_markup"] == button("a", "a")


async def test_typing_is_shown_and_an_unknown_action_refused(rig: Rig) -> None:
    done = await rig.ok("sendChatAction", chat_id=1001, action="typing")
    refusal = await rig.refused("sendChatAction", chat_id=1001, action="sleeping")

    assert done is True
    assert refusal == (400, "Bad Request: wrong parameter action in request")


async def test_commands_are_kept_per_scope_and_language(rig: Rig) -> None:
    commands = [{"command": "today", "description": "What is due"}]

    await rig.ok("setMyCommands", commands=commands, language_code="zh")
    chinese = await rig.ok("getMyCommands", language_code="zh")
    others = await rig.ok("getMyCommands")
    await rig.ok("deleteMyCommands", language_code="zh")
    deleted = await rig.ok("getMyCommands", language_code="zh")
    refusal = await rig.refused("setMyCommands", commands=[{"command": "To Day", "description": "x"}])

    assert (chinese, others, deleted) == (commands, [], [])
    assert refusal == (400, "Bad Request: BOT_COMMAND_INVALID")


async def test_the_bot_describes_itself(rig: Rig) -> None:
    done = [
        await rig.ok("setMyDescription", description="Helps."),
        await rig.ok("setMyShortDescription", short_description="Helps."),
        await rig.ok("setChatMenuButton", menu_button={"type": "commands"}),
    ]
    chat = await rig.ok("getChat", chat_id=1001)

    assert done == [True, True, True]
    assert (chat["id"], chat["first_name"]) == (1001, "Mei")
