"""People as the page sees them: list, history, live events, deep links."""

import asyncio
import json

import aiohttp

from sandbox.shapes import Json
from tests.sandbox.rig import MEI, STRANGER, Rig, button


async def next_event(stream: aiohttp.StreamReader) -> tuple[int, Json]:
    """The next event of a chat's stream: its number and what it tells."""
    number = 0
    while True:
        line = (await asyncio.wait_for(stream.readline(), 10)).decode().strip()
        if line.startswith("id: "):
            number = int(line.removeprefix("id: "))
        elif line.startswith("data: "):
            return number, json.loads(line.removeprefix("data: "))


async def test_the_list_tells_what_was_said_last_and_what_is_unread(rig: Rig) -> None:
    await rig.send(MEI, text="hello")
    await rig.say(MEI, "Hello, Mei.")

    before = (await rig.look("people"))[0]
    await rig.look("chats/1001/messages")
    after = (await rig.look("people"))[0]

    assert (before["last"]["text"], before["unread"]) == ("Hello, Mei.", 1)
    assert after["unread"] == 0
    assert before["phone"] == MEI["phone"]


async def test_somebody_new_can_be_added(rig: Rig) -> None:
    added = await rig.control("people", first_name="Lan", group="Residents", note="by the river")
    nameless = await rig.declined("people", last_name="Nobody")

    people = await rig.look("people")
    assert people[-1] == added
    assert (added["started"], added["blocked"], nameless) == (False, False, 400)


async def test_a_deep_link_starts_the_bot_with_its_payload_and_unblocks_it(rig: Rig) -> None:
    await rig.control("chats/1001/block")

    await rig.control("chats/1001/start", payload="v_370283100201")
    wrong = await rig.declined("chats/1001/start", payload="no spaces")

    _, unblocked, start = await rig.updates()
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start v_370283100201"
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert wrong == 400


async def test_whoever_has_blocked_the_bot_cannot_write_to_it(rig: Rig) -> None:
    await rig.control("chats/1001/block")

    assert await rig.declined("chats/1001/send", text="x") == 409


async def test_a_chats_events_arrive_live_and_numbered(rig: Rig) -> None:
    async with rig.session.get(f"{rig.base}/sandbox/chats/1001/events?after=0") as stream:
        sent = await rig.say(MEI, "Well?", reply_markup=button("Yes", "yes"))
        place = {"chat_id": 1001, "message_id": sent["message_id"]}
        await rig.ok("sendChatAction", chat_id=1001, action="typing")
        await rig.ok("editMessageText", **place, text="Well, well?")
        pressed = await rig.control("chats/1001/press", message_id=sent["message_id"], data="yes")
        await rig.ok("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text="Noted")
        await rig.ok("deleteMessage", **place)
        await rig.say(MEI, "Now?", reply_markup={"keyboard": [[{"text": "Yes"}]]})
        await rig.control("chats/1001/block")
        events = [await next_event(stream.content) for _ in range(8)]

    kinds = [data["type"] for _, data in events]
    numbers = [number for number, _ in events]
    assert kinds == [
        "message",
        "action",
        "edit",
        "callback_answer",
        "delete",
        "message",
        "keyboard",
        "blocked",
    ]
    assert numbers == sorted(set(numbers))
    assert events[2][1]["message"]["text"] == "Well, well?"
    assert events[3][1] | {"text": "Noted", "show_alert": False} == events[3][1]


async def test_a_page_that_comes_back_gets_what_it_missed(rig: Rig) -> None:
    await rig.say(MEI, "one")
    seen = (await rig.look("chats/1001/messages"))["event"]
    await rig.say(MEI, "two")

    async with rig.session.get(f"{rig.base}/sandbox/chats/1001/events?after={seen}") as stream:
        _, missed = await next_event(stream.content)
    changed = await rig.look(f"chats/1001/messages?after_event={seen}")

    assert missed["message"]["text"] == "two"
    assert [message["text"] for message in changed["messages"]] == ["two"]


async def test_an_open_chat_counts_as_read(rig: Rig) -> None:
    async with rig.session.get(f"{rig.base}/sandbox/chats/1001/events?after=0") as stream:
        await rig.say(MEI, "seen at once")
        await next_event(stream.content)
        unread = (await rig.look("people"))[0]["unread"]

    assert unread == 0


async def test_messages_say_from_which_side_they_come(rig: Rig) -> None:
    await rig.send(STRANGER, text="hello")
    await rig.say(STRANGER, "Hello!")

    messages = (await rig.look("chats/1003/messages"))["messages"]

    assert [(message["out"], message["deleted"], message["edits"]) for message in messages] == [
        (True, False, 0),
        (False, False, 0),
    ]


async def test_wrong_control_requests_are_declined_with_a_sentence(rig: Rig) -> None:
    statuses = [
        await rig.declined("chats/77/send", text="x"),
        await rig.declined("chats/1001/send", text=""),
        await rig.declined("chats/1001/send", kind="hologram"),
        await rig.declined("chats/1001/send", kind="photo"),
        await rig.declined("chats/1001/edit", message_id=99, text="x"),
    ]

    assert statuses == [404, 400, 400, 400, 404]


async def test_the_bot_and_the_page_are_there(rig: Rig) -> None:
    bot = await rig.look("bot")
    async with rig.session.get(f"{rig.base}/static/../world.py") as response:
        outside = response.status
    async with rig.session.get(f"{rig.base}/") as response:
        page = response.status, response.content_type

    assert bot == {"id": 123456, "username": "sandbox_bot", "first_name": "Sandbox"}
    assert (page, outside) == ((200, "text/html"), 404)
