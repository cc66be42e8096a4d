"""getUpdates: what is queued, confirmed, kept and given to whom."""

import asyncio

from tests.sandbox.rig import BO, MEI, TOKEN, Rig


async def test_an_update_is_given_again_until_a_higher_offset_confirms_it(rig: Rig) -> None:
    await rig.send(MEI, text="one")
    await rig.send(MEI, text="two")

    first, second = await rig.updates()
    again = await rig.updates()
    rest = await rig.updates(offset=first["update_id"] + 1)
    none = rig.world.updates.confirm(second["update_id"] + 1)

    assert again == [first, second]
    assert rest == [second]
    assert second["update_id"] == first["update_id"] + 1
    assert [one.update_id for one in none] == [second["update_id"]]


async def test_a_negative_offset_keeps_the_last_updates_and_forgets_the_rest(rig: Rig) -> None:
    for word in ("one", "two", "three"):
        await rig.send(MEI, text=word)

    last = await rig.updates(offset=-1)
    all_left = await rig.updates()

    assert [update["message"]["text"] for update in last] == ["three"]
    assert all_left == last


async def test_an_offset_far_in_the_future_confirms_nothing(rig: Rig) -> None:
    await rig.send(MEI, text="still there")
    (update,) = await rig.updates()

    seen = await rig.updates(offset=update["update_id"] + 1000)

    assert seen == [update]


async def test_a_waiting_poll_is_woken_by_the_next_update(rig: Rig) -> None:
    poll = asyncio.create_task(rig.updates(timeout=50))
    await asyncio.sleep(0.05)

    await rig.send(MEI, text="good morning")

    (update,) = await asyncio.wait_for(poll, 5)
    assert update["message"]["text"] == "good morning"


async def test_an_album_arrives_in_one_answer_of_a_waiting_poll(rig: Rig) -> None:
    poll = asyncio.create_task(rig.updates(timeout=50))
    await asyncio.sleep(0.05)

    await rig.send(MEI, kind="album", sample=3, caption="the roof")

    updates = await asyncio.wait_for(poll, 5)
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert [update["message"].get("caption") for update in updates] == ["the roof", None, None]


async def test_a_second_poll_ends_the_older_waiting_one_with_a_conflict(rig: Rig) -> None:
    older = asyncio.create_task(rig.raw("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    rig.clock.now += 5
    newer = asyncio.create_task(rig.updates(timeout=50))

    response, body = await asyncio.wait_for(older, 5)
    await rig.send(MEI, text="for the newer one")
    (update,) = await asyncio.wait_for(newer, 5)

    assert response.status == 409
    assert body["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert update["message"]["text"] == "for the newer one"


async def test_whoever_asks_the_same_again_at_once_gets_one_update(rig: Rig) -> None:
    for word in ("one", "two"):
        await rig.send(MEI, text=word)
    both = await rig.updates()

    greedy = await rig.ok("getUpdates", offset=0)

    assert len(both) == 2
    assert greedy == both[:1]


async def test_limit_and_timeout_out_of_range_are_clamped(rig: Rig) -> None:
    for word in ("one", "two"):
        await rig.send(MEI, text=word)

    updates = await rig.updates(limit=0, timeout=-4)

    assert len(updates) == 1


async def test_allowed_updates_are_remembered_and_apply_when_an_update_is_made(rig: Rig) -> None:
    await rig.updates(allowed_updates=["callback_query"])
    await rig.send(MEI, text="not asked for")
    await rig.updates(allowed_updates=[], offset=1)
    await rig.send(MEI, text="asked for")

    updates = await rig.updates()

    assert [update["message"]["text"] for update in updates] == ["asked for"]


async def test_messages_are_kept_a_day_and_presses_150_seconds(rig: Rig) -> None:
    message = await rig.say(
        MEI, "Well?", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    )
    await rig.send(MEI, text="hello")
    await rig.control("chats/1001/press", message_id=message["message_id"], data="y")

    at_once = await rig.updates()
    rig.clock.now += 150
    later = await rig.updates()
    rig.clock.now += 86_400
    next_day = await rig.ok("getUpdates", offset=1, timeout=0)

    assert [sorted(update) for update in at_once] == [
        ["message", "update_id"],
        ["callback_query", "update_id"],
    ]
    assert [update["message"]["text"] for update in later] == ["hello"]
    assert next_day == []


async def test_update_ids_jump_after_a_week_of_silence(rig: Rig) -> None:
    await rig.send(MEI, text="early")
    (early,) = await rig.updates()
    rig.clock.now += 8 * 86_400

    await rig.send(BO, text="late")

    (late,) = await rig.updates()
    assert late["update_id"] > early["update_id"] + 1


async def test_a_token_that_is_not_the_bots_is_unauthorized(rig: Rig) -> None:
    answers = []
    for token in ("nonsense", "0123:abc", "123456:wrong", TOKEN):
        async with rig.session.get(f"{rig.base}/bot{token}/getMe") as response:
            answers.append((response.status, (await response.json()).get("description")))

    assert answers == [
        (401, "Unauthorized: invalid token specified"),
        (401, "Unauthorized: invalid token specified"),
        (401, "Unauthorized"),
        (200, None),
    ]


async def test_unknown_methods_and_paths_are_not_found(rig: Rig) -> None:
    unknown = await rig.refused("sendDice", chat_id=1001)
    async with rig.session.get(f"{rig.base}/somewhere") as response:
        elsewhere = response.status, await response.json()
    known_in_any_case = await rig.ok("GETME")

    assert unknown == (404, "Not Found: method not found")
    assert elsewhere == (404, {"ok": False, "error_code": 404, "description": "Not Found"})
    assert known_in_any_case["username"] == "sandbox_bot"
