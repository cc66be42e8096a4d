"""python-telegram-bot's own client against the sandbox."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from sandbox.media.samples import sample_picture, sample_voice
from tests.sandbox.rig import MEI, TOKEN, Rig


async def test_the_frameworks_bot_talks_to_the_sandbox(rig: Rig) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    await rig.send(MEI, text="/start")
    async with Bot(TOKEN, base_url=f"{rig.base}/bot", base_file_url=f"{rig.base}/file/bot") as bot:
        (update,) = await bot.get_updates()
        message = await bot.send_message(1001, "<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)
        await rig.control("chats/1001/press", message_id=message.message_id, data="yes")
        rig.clock.now += 5
        (press,) = await bot.get_updates(offset=update.update_id + 1)
        answered = await press.callback_query.answer("Noted")
        edited = await press.callback_query.edit_message_text("Thank you")
        voice = await bot.send_voice(1001, sample_voice(1), duration=1, reply_parameters=ReplyParameters(1))
        content = await (await voice.voice.get_file()).download_as_bytearray()
        rig.clock.now += 60
        album = await bot.send_media_group(1001, [InputMediaPhoto(sample_picture(n)) for n in range(2)])

    assert (bot.username, update.message.text, press.callback_query.data) == ("sandbox_bot", "/start", "yes")
    assert (answered, edited.text) == (True, "Thank you")
    assert bytes(content) == sample_voice(1)
    assert voice.reply_to_message.text == "/start"
    assert len({one.media_group_id for one in album}) == 1


async def test_refusals_become_the_frameworks_own_errors(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    group = await rig.control("groups", title="Town desk", members=[MEI["id"]])
    upgraded = await rig.control(f"groups/{group['id']}/upgrade")
    async with Bot(TOKEN, base_url=f"{rig.base}/bot") as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(1003, "x")
        with pytest.raises(ChatMigrated) as migrated:
            await bot.send_message(group["id"], "x")
        for _ in range(3):
            await bot.send_message(1001, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(1001, "x")
        await rig.control("chats/1001/block")
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(1001, "x")

    assert migrated.value.new_chat_id == upgraded["migrate_to_chat_id"]
