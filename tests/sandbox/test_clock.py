"""A past can be arranged: the clock is held at a moment, moved, and let go."""

from __future__ import annotations

from tests.sandbox.rig import BASE_TIME, MEI, Rig, button

LONG_AGO = BASE_TIME - 30 * 86_400


async def test_what_is_said_while_the_clock_is_held_carries_that_moment(rig: Rig) -> None:
    held = await rig.control("clock", at=LONG_AGO)

    [said] = await rig.send(MEI, text="屋顶漏雨")
    answered = await rig.ok("sendMessage", chat_id=MEI["id"], text="收到了")

    assert held == {"at": LONG_AGO}
    assert said["date"] == answered["date"] == LONG_AGO


async def test_a_press_at_a_held_clock_waits_for_its_answer_as_long_as_the_clock_stands(rig: Rig) -> None:
    await rig.control("clock", at=LONG_AGO)
    shown = await rig.say(MEI, "同意吗？", reply_markup=button("同意", "yes"))
    pressed = await rig.control(f"chats/{MEI['id']}/press", message_id=shown["message_id"], data="yes")

    [update] = await rig.updates()
    answered = await rig.ok("answerCallbackQuery", callback_query_id=pressed["callback_query_id"])

    assert update["callback_query"]["data"] == "yes"
    assert answered is True


async def test_let_go_the_clock_is_the_real_one_again(rig: Rig) -> None:
    await rig.control("clock", at=LONG_AGO)

    async with rig.session.delete(f"{rig.base}/sandbox/clock") as response:
        assert response.status == 200

    [said] = await rig.send(MEI, text="在吗")
    assert said["date"] == BASE_TIME


async def test_a_clock_is_held_at_a_number_only(rig: Rig) -> None:
    assert await rig.declined("clock", at="yesterday") == 400
    assert await rig.declined("clock") == 400

    [said] = await rig.send(MEI, text="在吗")
    assert said["date"] == BASE_TIME
