"""Whatever the texts and the page say can be seen: no sign of theirs is drawn as ⌧."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WRITTEN = (
    "bot/texts/**/*.toml",
    "bot/demo/*",
    "desk/rules/*.toml",
    "policy/items/**/*.md",
    "sandbox/page/**/*.[jh]*",
)
# A sign with what changes its look, or several joined into one.
SIGN = re.compile(r"\S[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d\S\ufe0f?)*")
UNSEEN = ("Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp", "Co")
MISSING = "\U0010fffd"  # no font has it
UNDRAWN = """
signs => {
  const canvas = new OffscreenCanvas(48, 48);
  const paper = canvas.getContext("2d", {willReadFrequently: true});
  paper.font = `32px ${getComputedStyle(document.body).fontFamily}`;
  paper.textBaseline = "middle";
  const drawn = sign => {
    paper.clearRect(0, 0, 48, 48);
    paper.fillText(sign, 2, 24);
    return paper.getImageData(0, 0, 48, 48).data.join();
  };
  const [nothing, missing] = [drawn(" "), drawn("\\u{10fffd}")];
  return signs.filter(sign => [nothing, missing].includes(drawn(sign)));
}
"""


def signs(root: Path) -> Iterator[str]:
    for pattern in WRITTEN:
        for path in root.glob(pattern):
            if path.is_file():
                yield from SIGN.findall(path.read_text(encoding="utf-8"))


async def test_no_sign_of_the_texts_or_of_the_page_lacks_a_glyph(root: Path, open_phone: OpenPhone) -> None:
    said = sorted({sign for sign in signs(root) if unicodedata.category(sign[0]) not in UNSEEN})
    phone = await open_phone()

    undrawn = await phone.page.evaluate(UNDRAWN, [*said, MISSING])

    assert {"✅", "👍", "帮"} <= set(said)
    if {"✅", "👍"} <= set(undrawn):
        pytest.skip("no font with emoji: apt-get install fonts-noto-color-emoji")
    assert undrawn == [MISSING]
