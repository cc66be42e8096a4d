"""What a person sends besides words: place, number, pictures, files, voice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.page.conftest import OpenPhone
from tests.page.mini_bot import KEYBOARD, MiniBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_own_number_is_shared_after_a_question(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "请选择", reply_markup=KEYBOARD)

    await phone.reply_button("发我的电话").click()
    await phone.choose("发送")

    contact = (await bot.message_from(phone.id, "contact"))["contact"]
    assert contact["user_id"] == phone.id
    await expect(phone.newest("contact")).to_contain_text(contact["phone_number"])


async def test_a_place_is_shared_by_device_by_number_or_by_sample(
    open_phone: OpenPhone, bot: MiniBot
) -> None:
    allowed = {"geolocation": {"latitude": 36.9, "longitude": 120.1}, "permissions": ["geolocation"]}
    phone = await open_phone(options=allowed)
    await bot.say(phone.id, "请选择", reply_markup=KEYBOARD)

    await phone.reply_button("发我的位置").click()
    await phone.choose("用我现在的位置")
    await expect(phone.newest("location")).to_contain_text("36.90000, 120.10000")
    await phone.attach("attach-location")
    await phone.chat.get_by_label("纬度").fill("200")
    await phone.choose("发送")
    await expect(phone.chat.get_by_role("alert")).to_contain_text("请填对")
    await phone.chat.get_by_label("纬度").fill("36.7")
    await phone.chat.get_by_label("经度").fill("119.9")
    await phone.choose("发送")

    await expect(phone.newest("location")).to_contain_text("36.70000, 119.90000")
    assert (await bot.message_from(phone.id, "location"))["location"]["latitude"] == 36.9


@pytest.mark.parametrize(
    ("tile", "kind"),
    [
        ("sample-photo", "photo"),
        ("sample-voice", "voice"),
        ("sample-document", "document"),
        ("sample-album", "album"),
    ],
)
async def test_ready_made_samples_reach_the_bot(
    open_phone: OpenPhone, bot: MiniBot, tile: str, kind: str
) -> None:
    phone = await open_phone()

    await phone.attach(tile)

    await expect(phone.newest(kind)).to_be_visible()
    message = await bot.message_from(phone.id, "photo" if kind == "album" else kind)
    assert ("media_group_id" in message) is (kind == "album")


async def test_pictures_of_ones_own_are_shown_before_they_are_sent(
    open_phone: OpenPhone, bot: MiniBot, tmp_path: Path
) -> None:
    phone = await open_phone()
    files = []
    for name in ("房子.png", "屋顶.png"):
        files.append(tmp_path / name)
        await phone.page.screenshot(path=files[-1], clip={"x": 0, "y": 0, "width": 300, "height": 200})

    async with phone.page.expect_file_chooser() as chosen:
        await phone.attach("attach-photo")
    await (await chosen.value).set_files(files)
    await expect(phone.chat.locator(".previews img")).to_have_count(2)
    await phone.chat.get_by_label("加一句话").fill("房顶漏了")
    await phone.choose("发送")

    album = phone.newest("album")
    await expect(album.get_by_test_id("message")).to_have_count(2)
    await expect(phone.chat.locator(".message .text")).to_have_text("房顶漏了")
    assert (await bot.message_from(phone.id, "photo", "caption"))["caption"] == "房顶漏了"
    await album.get_by_test_id("photo").first.click()
    await expect(phone.chat.get_by_test_id("viewer")).to_be_visible()


async def test_a_file_of_ones_own_goes_as_a_document(
    open_phone: OpenPhone, bot: MiniBot, tmp_path: Path
) -> None:
    phone = await open_phone()
    paper = tmp_path / "申请书.txt"
    paper.write_text("困难补助申请", encoding="utf-8")

    async with phone.page.expect_file_chooser() as chosen:
        await phone.attach("attach-document")
    await (await chosen.value).set_files(paper)

    await expect(phone.newest("document")).to_contain_text("申请书.txt")
    assert (await bot.message_from(phone.id, "document"))["document"]["file_name"] == "申请书.txt"


async def test_a_voice_is_recorded_where_there_is_a_microphone(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone(options={"permissions": ["microphone"]})

    await phone.chat.get_by_test_id("record").click()
    await phone.page.wait_for_timeout(1200)
    await phone.chat.get_by_test_id("recording-send").click()

    await expect(phone.newest("voice")).to_be_visible()
    assert (await bot.message_from(phone.id, "voice"))["voice"]["file_size"] > 500


async def test_without_a_microphone_a_sample_voice_is_offered(open_phone: OpenPhone, bot: MiniBot) -> None:
    phone = await open_phone()
    await phone.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new Error('no') } }"
    )

    await phone.chat.get_by_test_id("record").click()
    await phone.choose("一段语音")

    assert (await bot.message_from(phone.id, "voice"))["voice"]["duration"] == 3


@pytest.mark.parametrize(
    ("tile", "kind", "shown"),
    [
        ("sample-video_note", "video_note", ""),
        ("sample-animation", "animation", ""),
        ("sample-sticker", "sticker", ""),
        ("sample-venue", "venue", "location"),
        ("sample-location", "location", "location"),
        ("sample-poll", "poll", "poll"),
    ],
)
async def test_the_rarer_kinds_are_sent_from_samples_and_shown(
    open_phone: OpenPhone, bot: MiniBot, tile: str, kind: str, shown: str
) -> None:
    phone = await open_phone()
    await bot.say(phone.id, "请说")

    await phone.attach(tile)

    message = await bot.message_from(phone.id, kind)
    assert message[kind]
    if shown:
        await expect(phone.newest(shown)).to_be_visible()
    await expect(phone.chat.get_by_text("这里不能显示的消息")).to_have_count(0)
