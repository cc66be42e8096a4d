"""What a person does: press, write, edit, reply, block, follow a link."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.conftest import OpenPhone
from tests.page.mini_bot import KEYBOARD, Json, MiniBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_pressed_button_waits_and_then_shows_the_answer(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.send("/start")
    bot.hold.clear()

    await phone.inline("提示").click()

    await expect(phone.inline("提示")).to_have_attribute("aria-busy", "true")
    bot.hold.set()
    await expect(phone.chat.get_by_test_id("toast")).to_have_text("收到了")
    await expect(phone.inline("提示")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_stays_until_it_is_closed(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.send("/start")

    await phone.inline("大提示").click()

    alert = phone.chat.get_by_test_id("alert")
    await expect(alert).to_contain_text("请带身份证")
    await phone.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)


async def test_a_button_can_change_or_remove_its_message(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.send("/start")
    await phone.inline("改这条").click()
    await expect(phone.message("这条改过了")).to_be_visible()
    await phone.send("/start again")

    await phone.inline("删这条").click()

    await expect(phone.chat.get_by_test_id("inline-button")).to_have_count(0)


async def test_an_answer_button_sends_its_words(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "请选择", reply_markup=KEYBOARD)
    await expect(phone.chat.get_by_test_id("composer")).to_have_attribute("placeholder", "说说您的困难")
    await phone.shoot("desktop-reply-keyboard")

    await phone.reply_button("我有困难").click()

    await expect(phone.message("我有困难")).to_have_attribute("data-out", "true")
    assert (await bot.message_from(phone.id, "text"))["text"] == "我有困难"
    await bot.say(phone.id, "收起来", reply_markup={"remove_keyboard": True})
    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(0)


async def test_a_one_time_keyboard_goes_after_its_use(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "请选择", reply_markup={**KEYBOARD, "one_time_keyboard": True})

    await phone.reply_button("问政策").click()

    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(0)
    await bot.say(phone.id, "再选一次", reply_markup={**KEYBOARD, "one_time_keyboard": True})
    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(4)


async def test_the_buttons_can_be_put_away_and_brought_back(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "请选择", reply_markup=KEYBOARD)

    await phone.chat.get_by_test_id("toggle-keyboard").click()
    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(0)
    await phone.chat.get_by_test_id("toggle-keyboard").click()

    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(4)


async def test_enter_sends_and_shift_enter_makes_a_new_line(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.chat.get_by_test_id("composer").click()

    await phone.page.keyboard.type("第一行")
    await phone.page.keyboard.press("Shift+Enter")
    await phone.page.keyboard.type("第二行")
    await phone.page.keyboard.press("Enter")

    assert (await bot.message_from(phone.id, "text"))["text"] == "第一行\n第二行"
    await expect(phone.chat.get_by_test_id("composer")).to_have_value("")


async def test_an_own_message_can_be_corrected(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.send("我家房子露了")

    await phone.message("我家房子露了").locator(".bubble").click(button="right")
    await phone.choose("修改")
    await phone.send("我家房子漏了")

    await expect(phone.message("我家房子漏了")).to_contain_text("已修改")
    edited = await bot.received(lambda u: u.get("edited_message", {}).get("chat", {}).get("id") == phone.id)
    assert edited["edited_message"]["text"] == "我家房子漏了"


async def test_a_reply_shows_what_it_answers(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    asked = await bot.say(phone.id, "您家几口人？")

    await phone.message("您家几口人").locator(".bubble").click(button="right")
    await phone.choose("回复")
    await phone.send("三口人")

    await expect(phone.message("三口人").locator(".quote")).to_have_text("您家几口人？")
    assert (await bot.message_from(phone.id, "text"))["reply_to_message"]["message_id"] == asked["message_id"]


def _standing(update: Json, chat_id: int) -> str:
    """What the bot is to this person from now on, if the update says so."""
    told = update.get("my_chat_member", {})
    return str(told["new_chat_member"]["status"]) if told.get("chat", {}).get("id") == chat_id else ""


async def test_the_bot_is_blocked_and_unblocked(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()

    await phone.menu("屏蔽机器人", "屏蔽机器人")
    await expect(phone.chat.get_by_test_id("service-blocked")).to_be_visible()
    await expect(phone.chat.get_by_test_id("composer")).to_have_count(0)
    await phone.chat.get_by_test_id("unblock").click()

    await expect(phone.chat.get_by_test_id("composer")).to_be_visible()
    await bot.received(lambda update: _standing(update, phone.id) == "member")
    told = [_standing(update, phone.id) for update in bot.updates]
    assert [one for one in told if one] == ["kicked", "member"]


async def test_the_menu_offers_the_commands_of_the_bot(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    mine = {"type": "chat", "chat_id": phone.id}
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    await bot.call("setMyCommands", commands=[{"command": "today", "description": "今天要办的"}], scope=mine)

    await phone.menu("今天要办的  /today")

    assert (await bot.message_from(phone.id, "text"))["text"] == "/today"


@pytest.mark.parametrize("link", ["v_370283001001", "https://t.me/sandbox_bot?start=v_370283001001"])
async def test_a_deep_link_starts_the_bot_with_its_payload(
    open_phone: OpenPhone, bot: MiniBot, link: str
) -> None:
    phone = await open_phone()

    await phone.menu("打开链接（t.me）")
    await phone.chat.get_by_label("链接或参数").fill(link)
    await phone.choose("打开")

    await expect(phone.message("/start v_370283001001")).to_be_visible()
    assert (await bot.message_from(phone.id, "text"))["text"] == "/start v_370283001001"


async def test_a_link_to_this_bot_in_a_message_is_opened_inside(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "<a href='https://t.me/sandbox_bot?start=join_abc'>邀请您</a>", parse_mode="HTML")

    await phone.chat.get_by_role("link", name="邀请您").click()

    assert (await bot.message_from(phone.id, "text"))["text"] == "/start join_abc"


async def test_what_the_sandbox_refuses_is_told_and_the_text_is_kept(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    phone = await open_phone()
    too_long = "长" * 4097

    await phone.chat.get_by_test_id("composer").fill(too_long)
    await phone.chat.get_by_test_id("send").click()

    await expect(phone.chat.get_by_test_id("toast")).to_contain_text("没有成功")
    await expect(phone.chat.get_by_test_id("composer")).to_have_value(too_long)
