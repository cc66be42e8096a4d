"""Where things stand: phones side by side, a small screen, two languages, an address that remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.page.conftest import PHONE, AddPerson, NewPage, OpenPhone
from tests.page.mini_bot import MiniBot, running_bot
from tests.page.phone import Phone, no_sideways_scroll
from tests.page.server import TOKEN, control, free_port, running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SMALL = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


async def _story(phone: Phone, bot: MiniBot) -> None:
    """Fill a chat with one of everything."""
    await phone.send("/start")
    await expect(phone.message("欢迎")).to_be_visible()
    for tile, kind in (("sample-album", "album"), ("sample-voice", "voice"), ("sample-document", "document")):
        await phone.attach(tile)
        await expect(phone.newest(kind)).to_be_visible()
    await phone.send("我家房顶漏了，老人住院，急需帮助。" * 3)
    await bot.call("sendLocation", chat_id=phone.id, latitude=36.78, longitude=119.95)
    keyboard = {"keyboard": [["我有困难", "问政策"], ["我报的事", "更多"]], "resize_keyboard": True}
    await bot.say(
        phone.id, "您的申报已收到。\n<b>编号：</b>BF-261122-0001", parse_mode="HTML", reply_markup=keyboard
    )
    await expect(phone.reply_button("更多")).to_be_visible()


async def test_two_people_side_by_side_both_see_what_arrives(
    sandbox: str, bot: MiniBot, new_page: NewPage, add_person: AddPerson, shots: Path
) -> None:
    resident, monitor = (
        await add_person("王秀兰"),
        await add_person("李守田", group="村级监测员", note="九里夼村"),
    )
    page = await new_page(f"{sandbox}/#{resident},{monitor}")
    left, right = Phone(page, resident, shots), Phone(page, monitor, shots)
    await _story(left, bot)

    await bot.say(
        monitor,
        "有新任务：王秀兰家房顶漏雨",
        reply_markup={"inline_keyboard": [[{"text": "受理", "callback_data": "toast"}]]},
    )
    await bot.say(resident, "村级监测员李守田今天来看您")

    await expect(right.message("有新任务")).to_be_in_viewport()
    await expect(left.message("今天来看您")).to_be_in_viewport()
    await right.inline("受理").click()
    await expect(right.chat.get_by_test_id("toast")).to_have_text("收到了")
    await expect(left.chat.get_by_test_id("toast")).to_have_count(0)
    assert await no_sideways_scroll(page)
    await left.shoot("desktop-side-by-side")


async def test_a_second_person_is_put_beside_and_taken_away_again(
    open_phone: OpenPhone, add_person: AddPerson
) -> None:
    phone = await open_phone()
    second = await add_person("孙桂芳")
    await phone.chat.get_by_test_id("composer").fill("还没写完")

    await phone.page.get_by_test_id("side-by-side").click()
    await phone.page.get_by_test_id(f"person-{second}").click()

    await expect(phone.page.get_by_test_id(f"chat-{second}")).to_be_visible()
    assert phone.page.url.endswith(f"#{phone.id},{second}")
    await phone.page.get_by_test_id(f"chat-{second}").get_by_test_id("close-pane").click()
    await expect(phone.page.get_by_test_id(f"chat-{second}")).to_have_count(0)
    await expect(phone.chat.get_by_test_id("composer")).to_have_value("还没写完")


async def test_a_small_screen_goes_from_the_list_to_a_chat_and_back(
    sandbox: str, bot: MiniBot, new_page: NewPage, add_person: AddPerson, shots: Path
) -> None:
    person = await add_person("王秀兰")
    page = await new_page(sandbox, **SMALL)
    phone = Phone(page, person, shots)
    await expect(page.get_by_test_id(f"person-{person}")).to_be_visible()
    await phone.shoot("phone-list")
    assert await no_sideways_scroll(page)

    await page.get_by_test_id(f"person-{person}").tap()
    await expect(page.get_by_test_id("people")).to_be_hidden()
    await _story(phone, bot)
    await phone.shoot("phone-chat")
    assert await no_sideways_scroll(page)
    await phone.chat.get_by_test_id("back").tap()

    await expect(page.get_by_test_id(f"person-{person}")).to_be_visible()
    await expect(phone.chat).to_have_count(0)


async def test_every_button_on_a_small_screen_is_large_enough_for_a_finger(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    phone = await open_phone(options=SMALL)
    await _story(phone, bot)
    await phone.chat.get_by_test_id("attach").tap()
    await phone.shoot("phone-attach")

    small = await phone.page.evaluate(
        "[...document.querySelectorAll('.pane button')]"
        ".filter(b => b.offsetParent && !b.matches('.command'))"
        ".filter(b => b.offsetHeight < 44 || b.offsetWidth < 44).map(b => b.outerHTML.slice(0, 80))"
    )

    assert small == []


async def test_a_long_word_and_a_wide_keyboard_do_not_widen_a_small_screen(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    phone = await open_phone("慕容" * 8, options=SMALL, note="很长的说明" * 12)
    row = [{"text": f"按钮名字很长{n}", "callback_data": "x"} for n in range(5)]

    await bot.say(
        phone.id, "W" * 300 + " https://example.org/" + "a" * 200, reply_markup={"inline_keyboard": [row]}
    )
    await bot.say(
        phone.id,
        "<pre>" + "x" * 300 + "</pre>",
        parse_mode="HTML",
        reply_markup={"keyboard": [["很长的回答" * 3] * 4]},
    )

    await expect(phone.chat.get_by_test_id("reply-button")).to_have_count(4)
    assert await no_sideways_scroll(phone.page)
    await phone.shoot("phone-long-words")


async def test_the_page_speaks_english_where_the_browser_does_and_can_be_switched(
    open_phone: OpenPhone,
) -> None:
    phone = await open_phone(options={"locale": "en-GB"})
    await expect(phone.chat.get_by_test_id("status")).to_have_text("bot")

    await phone.page.get_by_test_id("language").click()

    await expect(phone.chat.get_by_test_id("status")).to_have_text("机器人")


async def test_the_page_is_dark_where_the_system_is(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone(options={**SMALL, "color_scheme": "dark"})

    await _story(phone, bot)

    background = await phone.page.evaluate(
        "getComputedStyle(document.querySelector('.bottom')).backgroundColor"
    )
    assert background == "rgb(22, 32, 27)"
    await phone.shoot("phone-dark")


async def test_somebody_new_can_be_added(sandbox: str, bot: MiniBot, new_page: NewPage, shots: Path) -> None:
    page = await new_page(sandbox)

    await page.get_by_test_id("add-person").click()
    await page.get_by_label("姓", exact=True).fill("赵")
    await page.get_by_label("名字").fill("大山")
    await page.get_by_label("分组").fill("新来的")
    await page.get_by_role("button", name="添加", exact=True).click()

    await expect(page.get_by_role("region", name="赵大山的手机")).to_be_visible()
    await expect(page.locator(".people-rows h2").filter(has_text="新来的")).to_be_visible()


async def test_a_chat_is_complete_again_after_the_sandbox_was_away(
    new_page: NewPage, tmp_path: Path, shots: Path
) -> None:
    port, state = free_port(), str(tmp_path / "state.db")
    with running_sandbox(port, "--state", state) as base:
        control(f"{base}/sandbox/people", {"id": 7, "first_name": "桂芳", "last_name": "孙", "started": True})
        phone = Phone(await new_page(f"{base}/#7"), 7, shots)
        await phone.send("断线以前")
    await expect(phone.chat.get_by_test_id("offline")).to_be_visible()

    with running_sandbox(port, "--state", state) as base:
        async with running_bot(base, TOKEN) as bot:
            await bot.say(7, "断线以后")
            await expect(phone.message("断线以后")).to_be_visible(timeout=15000)

            await expect(phone.chat.get_by_test_id("offline")).to_be_hidden()
            await expect(phone.chat.get_by_test_id("message")).to_have_count(2)
            await phone.page.close()
