"""Flood limits."""

from tests.sandbox.rig import BO, MEI, Rig


async def test_a_fourth_message_in_one_moment_has_to_wait(rig: Rig) -> None:
    for _ in range(3):
        await rig.ok("sendMessage", chat_id=1001, text="x")

    response, body = await rig.raw("sendMessage", chat_id=1001, text="x")
    other_chat = await rig.call("sendMessage", chat_id=BO["id"], text="x")
    rig.clock.now += body["parameters"]["retry_after"]
    afterwards = await rig.call("sendMessage", chat_id=1001, text="x")

    assert (response.status, response.headers["Retry-After"]) == (429, "1")
    assert (body["description"], body["parameters"]) == (
        "Too Many Requests: retry after 1",
        {"retry_after": 1},
    )
    assert (other_chat["ok"], afterwards["ok"]) == (True, True)


async def test_thirty_messages_a_second_are_the_most_overall(rig: Rig) -> None:
    people = [await rig.control("people", first_name=f"P{n}", started=True) for n in range(31)]

    answers = [await rig.call("sendMessage", chat_id=person["id"], text="x") for person in people]

    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
    assert answers[-1]["error_code"] == 429


async def test_a_group_takes_twenty_messages_a_minute(rig: Rig) -> None:
    group = await rig.control("groups", title="Town desk", members=[MEI["id"]])

    answers = [await rig.call("sendMessage", chat_id=group["id"], text="x") for _ in range(21)]

    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
    assert answers[-1]["parameters"]["retry_after"] == 3


async def test_limits_can_be_changed_and_switched_off(rig: Rig) -> None:
    await rig.control("limits", burst=1)
    await rig.ok("sendMessage", chat_id=1001, text="x")
    refused = await rig.call("sendMessage", chat_id=1001, text="x")
    values = await rig.control("limits", enforce=False)

    answers = [await rig.call("sendMessage", chat_id=1001, text="x") for _ in range(50)]

    assert refused["error_code"] == 429
    assert values["enforce"] is False
    assert all(answer["ok"] for answer in answers)


async def test_a_refused_message_is_not_counted(rig: Rig) -> None:
    for _ in range(3):
        await rig.ok("sendMessage", chat_id=1001, text="x")
    for _ in range(10):
        await rig.call("sendMessage", chat_id=1001, text="x")
    rig.clock.now += 1

    answer = await rig.call("sendMessage", chat_id=1001, text="x")

    assert answer["ok"] is True


async def test_an_unknown_limit_is_declined(rig: Rig) -> None:
    assert await rig.declined("limits", per_century=1) == 400
    assert await rig.declined("limits", burst=0) == 400
