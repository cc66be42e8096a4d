"""Buttons: the press, its answer, and how long an answer is taken."""

import asyncio

from tests.sandbox.rig import MEI, Rig, button

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def press(rig: Rig, data: str = "yes") -> str:
    """A press on a fresh message; gives the query's id."""
    message = await rig.say(MEI, "Well?", reply_markup=button("Yes", "yes"))
    pressed = await rig.control("chats/1001/press", message_id=message["message_id"], data=data)
    return str(pressed["callback_query_id"])


async def test_a_press_reaches_the_bot_with_the_message_it_stands_under(rig: Rig) -> None:
    query_id = await press(rig)

    (update,) = await rig.updates()

    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "yes", MEI["id"])
    assert query["message"]["text"] == "Well?"


async def test_an_answer_is_taken_once(rig: Rig) -> None:
    query_id = await press(rig)

    first = await rig.ok("answerCallbackQuery", callback_query_id=query_id)
    second = await rig.refused("answerCallbackQuery", callback_query_id=query_id)
    unknown = await rig.refused("answerCallbackQuery", callback_query_id="12")

    assert first is True
    assert (second, unknown) == (TOO_OLD, TOO_OLD)


async def test_an_answer_that_comes_too_late_is_refused(rig: Rig) -> None:
    query_id = await press(rig)
    rig.clock.now += 61

    late = await rig.refused("answerCallbackQuery", callback_query_id=query_id)

    assert late == TOO_OLD


async def test_a_press_can_wait_for_its_answer(rig: Rig) -> None:
    message = await rig.say(MEI, "Well?", reply_markup=button("Yes", "yes"))
    waiting = asyncio.create_task(
        rig.control("chats/1001/press?wait=10", message_id=message["message_id"], data="yes")
    )
    (update,) = await rig.updates(timeout=10)

    await rig.ok(
        "answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Noted", show_alert=True
    )

    assert (await waiting)["answer"] == {"text": "Noted", "show_alert": True}


async def test_a_press_nobody_answers_comes_back_without_an_answer(rig: Rig) -> None:
    message = await rig.say(MEI, "Well?", reply_markup=button("Yes", "yes"))

    pressed = await rig.control("chats/1001/press?wait=0.05", message_id=message["message_id"], data="yes")

    assert pressed["answer"] is None


async def test_any_client_may_send_any_data_up_to_64_bytes(rig: Rig) -> None:
    message = await rig.say(MEI, "Well?", reply_markup=button("Yes", "yes"))

    forged = await rig.control("chats/1001/press", message_id=message["message_id"], data="x" * 64)
    too_long = await rig.declined("chats/1001/press", message_id=message["message_id"], data="x" * 65)
    nowhere = await rig.declined("chats/1001/press", message_id=999, data="x")

    (update,) = await rig.updates()
    assert update["callback_query"]["id"] == forged["callback_query_id"]
    assert (too_long, nowhere) == (400, 404)


async def test_an_answers_text_has_at_most_200_characters(rig: Rig) -> None:
    query_id = await press(rig)

    refusal = await rig.refused("answerCallbackQuery", callback_query_id=query_id, text="x" * 201)
    still_open = await rig.ok("answerCallbackQuery", callback_query_id=query_id, text="x" * 200)

    assert refusal == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert still_open is True
