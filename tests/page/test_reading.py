"""What a person sees: formatted words, pictures, order, and nothing that foreign text could do."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.conftest import AddPerson, OpenPhone
from tests.page.mini_bot import MiniBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ATTACKS = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


async def test_a_person_who_starts_the_bot_reads_its_formatted_greeting(open_phone: OpenPhone) -> None:
    phone = await open_phone(started=False)

    await phone.chat.get_by_test_id("start").click()

    text = phone.message("欢迎").locator(".text")
    await expect(text.locator("strong")).to_have_text("欢迎")
    await expect(text.locator("em")).to_have_text("斜体")
    await expect(text.locator("u")).to_have_text("下划线")
    await expect(text.locator("s")).to_have_text("删除线")
    await expect(text.locator("code")).to_have_text("BF-261122-0001")
    await expect(text.locator("blockquote")).to_have_text("先说困难，再说地方")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.org/a?b=1")
    await expect(text.locator("a")).to_have_text("政策")
    await expect(phone.chat.get_by_test_id("start")).to_have_count(0)
    await phone.shoot("desktop-greeting")


async def test_hidden_words_appear_when_they_are_tapped(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "答案是<tg-spoiler>三百元</tg-spoiler>", parse_mode="HTML")
    secret = phone.chat.locator(".spoiler")
    await expect(secret.locator("span")).to_be_hidden()

    await secret.click()

    await expect(secret.locator("span")).to_be_visible()


async def test_a_command_in_a_text_is_sent_when_it_is_pressed(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "要帮忙就按 /help")

    await phone.chat.get_by_role("button", name="/help").click()

    assert (await bot.message_from(phone.id, "text"))["text"] == "/help"


async def test_emoji_before_an_entity_do_not_shift_it(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()

    await bot.say(phone.id, "👩‍🌾🏠 <b>旧店镇</b> 的 <i><b>九里</b>夼村</i>", parse_mode="HTML")

    await expect(phone.chat.locator(".text > strong")).to_have_text("旧店镇")
    await expect(phone.chat.locator(".text > em")).to_have_text("九里夼村")
    await expect(phone.chat.locator(".text > em strong")).to_have_text("九里")


async def test_entities_that_overlap_lose_no_word(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    bold, italic = {"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 2, "length": 4}

    text = await phone.page.evaluate(
        """async (entities) => {
            const { renderText } = await import('/static/js/entities.js');
            const box = document.createElement('div');
            box.append(...renderText('一二三四五六七', entities, {}));
            return [box.textContent, box.innerHTML];
        }""",
        [italic, bold],
    )

    assert text == ["一二三四五六七", "<strong>一二<em>三四</em></strong><em>五六</em>七"]


@pytest.mark.parametrize("writer", ["person", "bot"])
async def test_markup_in_a_text_stays_text(open_phone: OpenPhone, bot: MiniBot, writer: str) -> None:
    phone = await open_phone()

    if writer == "person":
        await phone.send(ATTACKS)
    else:
        button = {"inline_keyboard": [[{"text": ATTACKS[:40], "callback_data": "x"}]]}
        await bot.say(phone.id, ATTACKS, reply_markup=button)

    await expect(phone.chat.locator(".text")).to_have_text(ATTACKS)
    await expect(phone.chat.locator(".text img, .text script, .inline-button img")).to_have_count(0)
    assert await phone.page.evaluate("window.hacked") is None


async def test_markup_in_a_name_stays_text(open_phone: OpenPhone) -> None:
    phone = await open_phone(first_name=ATTACKS, last_name="", note=ATTACKS, group=ATTACKS)

    await expect(phone.page.get_by_test_id(f"person-{phone.id}")).to_contain_text(ATTACKS)
    await expect(phone.chat).to_contain_text(ATTACKS)
    assert await phone.page.evaluate("window.hacked") is None


async def test_an_address_that_would_run_a_script_is_no_link(open_phone: OpenPhone) -> None:
    phone = await open_phone()

    safe = await phone.page.evaluate(
        """async () => {
            const { safeUrl } = await import('/static/js/entities.js');
            const bad = ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x'];
            return [...bad, 'example.org', 'https://a.b/c'].map(safeUrl);
        }"""
    )

    assert safe == [None, None, None, None, "https://example.org", "https://a.b/c"]


async def test_an_edited_message_changes_and_a_deleted_one_vanishes(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    phone = await open_phone()
    first = await bot.say(phone.id, "第一条")
    second = await bot.say(phone.id, "第二条")
    await expect(phone.message("第二条")).to_be_visible()

    await bot.call("editMessageText", chat_id=phone.id, message_id=first["message_id"], text="第一条改了")
    await bot.call("deleteMessage", chat_id=phone.id, message_id=second["message_id"])

    await expect(phone.message("第一条改了")).to_contain_text("已修改")
    await expect(phone.message("第二条")).to_have_count(0)


async def test_the_list_counts_what_is_unread_until_the_chat_is_opened(
    open_phone: OpenPhone, bot: MiniBot, add_person: AddPerson
) -> None:
    phone = await open_phone("李守田", group="村级监测员")
    other = await add_person("孙桂芳")
    row = phone.page.get_by_test_id(f"person-{other}")

    await bot.say(other, "有新任务")
    await bot.call("sendLocation", chat_id=other, latitude=36.7, longitude=119.9)

    await expect(row.get_by_test_id("unread")).to_have_text("2")
    await expect(row).to_contain_text("[位置]")
    await expect(phone.page.locator(".people-rows h2").filter(has_text="村级监测员")).to_be_visible()
    await row.click()
    await expect(row.get_by_test_id("unread")).to_have_count(0)
    await expect(phone.page.get_by_test_id(f"chat-{other}")).to_contain_text("有新任务")


async def test_the_bot_is_seen_typing_until_it_speaks(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await expect(phone.chat.get_by_test_id("offline")).to_be_hidden()
    await phone.send("在吗")

    await bot.call("sendChatAction", chat_id=phone.id, action="typing")
    await expect(phone.chat.get_by_test_id("status")).to_have_text("正在输入…")
    await bot.say(phone.id, "在的")

    await expect(phone.chat.get_by_test_id("status")).to_have_text("机器人")


async def test_one_who_has_scrolled_up_is_not_moved_and_sees_how_many_are_new(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    phone = await open_phone()
    for number in range(25):
        await bot.say(phone.id, f"第 {number} 条，字数多一点才好看")
    await expect(phone.message("第 24 条")).to_be_in_viewport()
    await phone.chat.locator(".view").evaluate("view => view.scrollTo(0, 0)")
    await expect(phone.chat.get_by_test_id("to-bottom")).to_be_visible()

    await bot.say(phone.id, "最新的一条")

    await expect(phone.chat.get_by_test_id("to-bottom")).to_have_text("1")
    await expect(phone.message("最新的一条")).not_to_be_in_viewport()
    await phone.chat.get_by_test_id("to-bottom").click()
    await expect(phone.message("最新的一条")).to_be_in_viewport()
    await expect(phone.chat.get_by_test_id("to-bottom")).to_be_hidden()
