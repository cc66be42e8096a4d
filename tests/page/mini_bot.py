"""A bot of a few lines against the Bot API, so that the page is tried without the product."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp

Json = dict[str, Any]

GREETING = (
    "<b>欢迎</b> <i>斜体</i> <u>下划线</u> <s>删除线</s> <tg-spoiler>悄悄话</tg-spoiler> "
    "<code>BF-261122-0001</code>\n"
    "<blockquote>先说困难，再说地方</blockquote>👩‍🌾 看 <a href='https://example.org/a?b=1'>政策</a> 或 /help"
)
BUTTONS = [
    [{"text": "提示", "callback_data": "toast"}, {"text": "大提示", "callback_data": "alert"}],
    [{"text": "改这条", "callback_data": "edit"}, {"text": "删这条", "callback_data": "delete"}],
]

KEYBOARD = {
    "keyboard": [
        [{"text": "我有困难"}, {"text": "问政策"}],
        [{"text": "发我的电话", "request_contact": True}, {"text": "发我的位置", "request_location": True}],
    ],
    "resize_keyboard": True,
    "input_field_placeholder": "说说您的困难",
}


class MiniBot:
    """Polls for updates, remembers them, answers /start and button presses."""

    def __init__(self, session: aiohttp.ClientSession, api_root: str) -> None:
        self._session = session
        self._root = api_root
        self.updates: list[Json] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method; the result, or an error if the sandbox refuses."""
        async with self._session.post(f"{self._root}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat_id: int, text: str, **params: Any) -> Json:
        """Send a text."""
        sent: Json = await self.call("sendMessage", chat_id=chat_id, text=text, **params)
        return sent

    async def received(self, matches: Callable[[Json], bool], seconds: float = 8) -> Json:
        """The first update that matches, waited for."""
        async with asyncio.timeout(seconds):
            while True:
                for update in self.updates:
                    if matches(update):
                        return update
                await asyncio.sleep(0.02)

    async def message_from(self, chat_id: int, *kinds: str) -> Json:
        """A message of this person that has all these fields."""

        def matches(update: Json) -> bool:
            message = update.get("message", {})
            return message.get("chat", {}).get("id") == chat_id and all(kind in message for kind in kinds)

        found: Json = (await self.received(matches))["message"]
        return found

    async def run(self) -> None:
        """Poll until cancelled."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                self.updates.append(update)
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        text = update.get("message", {}).get("text", "")
        if text.startswith("/start"):
            keyboard = {"inline_keyboard": BUTTONS}
            await self.say(
                update["message"]["chat"]["id"], GREETING, parse_mode="HTML", reply_markup=keyboard
            )
        if "callback_query" in update:
            await self.hold.wait()
            await self._answer_press(update["callback_query"])

    async def _answer_press(self, query: Json) -> None:
        place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
        words: dict[str, Json] = {
            "toast": {"text": "收到了"},
            "alert": {"text": "请带身份证", "show_alert": True},
        }
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **words.get(query["data"], {}))
        if query["data"] == "edit":
            await self.call("editMessageText", text="这条改过了", **place)
        if query["data"] == "delete":
            await self.call("deleteMessage", **place)


@contextlib.asynccontextmanager
async def running_bot(base: str, token: str) -> AsyncIterator[MiniBot]:
    """A bot that polls the sandbox at `base` as long as the block lasts.

    It lives through the whole session, and its loop stands still while tests of other folders run, often for
    many minutes: no request may end by the clock, and no connection may be thought to be open still.
    """
    patient, fresh = aiohttp.ClientTimeout(total=None), aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(timeout=patient, connector=fresh) as session:
        bot = MiniBot(session, f"{base}/bot{token}")
        task = asyncio.create_task(bot.run())
        try:
            yield bot
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
