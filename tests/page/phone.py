"""The chat page as a person uses it: one opened phone with short words for what is done on it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect


class Phone:
    """One person's phone on an open page."""

    def __init__(self, page: Page, person_id: int, shots: Path) -> None:
        self.page = page
        self.id = person_id
        self.shots = shots
        self.chat = page.get_by_test_id(f"chat-{person_id}")

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The message that holds this text."""
        return self.chat.get_by_test_id("message").filter(has_text=text)

    def inline(self, word: str) -> Locator:
        """The newest button under a message with exactly this word."""
        return self.chat.get_by_test_id("inline-button").filter(has_text=re.compile(f"^{word}$")).last

    def reply_button(self, word: str) -> Locator:
        """A button above the input."""
        return self.chat.get_by_test_id("reply-button").filter(has_text=word)

    def newest(self, what: str) -> Locator:
        """The newest thing of a kind: voice, photo, album, location, contact, document."""
        return self.chat.get_by_test_id(what).last

    async def send(self, text: str) -> None:
        """Write a text and press the send button."""
        await self.chat.get_by_test_id("composer").fill(text)
        await self.chat.get_by_test_id("send").click()
        await expect(self.message(text).last).to_be_visible()

    async def attach(self, tile: str) -> None:
        """Open the sheet behind the plus and choose a tile."""
        await self.chat.get_by_test_id("attach").click()
        await self.chat.get_by_test_id(tile).click()

    async def choose(self, word: str) -> None:
        """Press a button of the question or menu that lies over the phone."""
        await self.chat.locator(".veil").get_by_text(word, exact=True).last.click()

    async def menu(self, *words: str) -> None:
        """Open the chat's menu and press these words one after the other."""
        await self.chat.get_by_test_id("chat-menu").click()
        for word in words:
            await self.choose(word)

    async def shoot(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        await self.page.wait_for_timeout(250)
        await self.page.screenshot(path=self.shots / f"{name}.png")


async def no_sideways_scroll(page: Page) -> bool:
    """Whether nothing on the page is wider than the screen."""
    wider = await page.evaluate(
        "[...document.querySelectorAll('body, .pane, .view, .people-rows, .bottom')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    )
    return not wider
