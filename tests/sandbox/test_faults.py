"""Failures on purpose."""

import aiohttp
import pytest

from tests.sandbox.rig import MEI, Rig


async def shown(rig: Rig) -> list[str]:
    """The texts that have reached Mei."""
    return [message["text"] for message in (await rig.look("chats/1001/messages"))["messages"]]


async def test_a_429_is_answered_as_often_as_asked_for(rig: Rig) -> None:
    await rig.control("faults", method="sendMessage", fault="429", times=1, retry_after=9)

    response, body = await rig.raw("sendMessage", chat_id=1001, text="first")
    afterwards = await rig.call("sendMessage", chat_id=1001, text="second")

    assert (response.status, response.headers["Retry-After"]) == (429, "9")
    assert body["parameters"] == {"retry_after": 9}
    assert afterwards["ok"] is True
    assert await shown(rig) == ["second"]


async def test_a_500_leaves_nothing_behind(rig: Rig) -> None:
    await rig.control("faults", method="*", fault="500", times=1)

    body = await rig.call("sendMessage", chat_id=1001, text="lost")

    assert (body["error_code"], body["description"]) == (500, "Internal Server Error")
    assert await shown(rig) == []


async def test_dropped_before_is_not_carried_out_dropped_after_is(rig: Rig) -> None:
    for fault in ("drop_before", "drop_after"):
        await rig.control("faults", method="sendMessage", fault=fault, times=1)

        with pytest.raises(aiohttp.ClientError):
            await rig.call("sendMessage", chat_id=1001, text=fault)

    calls = await rig.look("calls?method=sendMessage")
    assert await shown(rig) == ["drop_after"]
    assert [(call["fault"], call["ok"]) for call in calls] == [("drop_before", False), ("drop_after", True)]


async def test_a_hanging_call_is_carried_out_before_it_is_answered(rig: Rig) -> None:
    await rig.control("faults", method="sendMessage", fault="hang", times=1, seconds=30)
    impatient = aiohttp.ClientTimeout(total=0.2)

    with pytest.raises(TimeoutError):
        async with rig.session.post(
            f"{rig.base}/bot{rig.world.bot.token}/sendMessage",
            json={"chat_id": 1001, "text": "there already"},
            timeout=impatient,
        ):
            pass

    assert await shown(rig) == ["there already"]


async def test_latency_delays_a_call_that_then_succeeds(rig: Rig) -> None:
    await rig.control("faults", method="sendMessage", fault="latency", seconds=0.01, times=1)

    message = await rig.ok("sendMessage", chat_id=1001, text="slow")

    assert message["text"] == "slow"
    assert (await rig.look("faults"))[0]["times"] == 0


async def test_confirmed_updates_can_be_delivered_again(rig: Rig) -> None:
    await rig.send(MEI, text="once")
    (update,) = await rig.updates()
    await rig.control("faults", method="getUpdates", fault="redeliver", times=1)

    again = await rig.updates(offset=update["update_id"] + 1)
    nothing = await rig.ok("getUpdates", offset=update["update_id"] + 2, timeout=0)

    assert again == [update]
    assert nothing == []


async def test_chance_follows_a_seed(rig: Rig) -> None:
    await rig.control("limits", enforce=False)
    await rig.control("faults", method="sendMessage", fault="500", chance=0.5)

    rounds = []
    for _ in range(2):
        await rig.control("faults/seed", seed=11)
        rounds.append([(await rig.call("sendMessage", chat_id=1001, text="x"))["ok"] for _ in range(20)])

    assert rounds[0] == rounds[1]
    assert set(rounds[0]) == {True, False}


async def test_faults_are_listed_cleared_and_checked(rig: Rig) -> None:
    added = await rig.control("faults", method="sendMessage", fault="500")
    listed = await rig.look("faults")
    async with rig.session.delete(f"{rig.base}/sandbox/faults") as response:
        cleared = response.status
    wrong = await rig.declined("faults", method="sendMessage", fault="earthquake")

    assert [fault["id"] for fault in listed] == [added["id"]]
    assert (cleared, wrong, await rig.look("faults")) == (200, 400, [])


async def test_the_log_tells_what_the_bot_did(rig: Rig) -> None:
    sent = await rig.ok("sendMessage", chat_id=1001, text="x")
    await rig.call("sendMessage", chat_id=7, text="y")
    await rig.call("sendDice", chat_id=1001)

    calls = await rig.look("calls?after=0")
    later = await rig.look(f"calls?after={calls[0]['n']}&method=sendMessage")

    assert [(call["method"], call["ok"], call["error"]) for call in calls] == [
        ("sendMessage", True, None),
        ("sendMessage", False, "Bad Request: chat not found"),
        ("sendDice", False, "Not Found: method not found"),
    ]
    assert (calls[0]["chat_id"], calls[0]["message_id"], calls[0]["params"]) == (
        1001,
        sent["message_id"],
        {"chat_id": 1001, "text": "x"},
    )
    assert [call["n"] for call in later] == [2]
