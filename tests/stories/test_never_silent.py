"""Whatever somebody sends, in whatever order: it is answered, or counted in the answer of its row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from desk.domain.talk.said import SaidKind
from tests.deskside import Desk, Told
from tests.village import RESIDENT

DATA = Path(__file__).parents[2] / "hearing" / "data"
LONGEST_ROW = timedelta(seconds=20)
STEPS = 70
MEDIA = (
    (SaidKind.PHOTO, {"file_id": "P"}),
    (SaidKind.VOICE, {"file_id": "V", "duration": 4}),
    (SaidKind.STICKER, {"file_id": "S"}),
    (SaidKind.LOCATION, {"latitude": 36.8, "longitude": 120.1}),
    (SaidKind.CONTACT, {"phone": "+8612900009999", "title": "李四", "label": "👤 李四 +8612900009999"}),
    (SaidKind.OTHER, {"content": "story"}),
)
SHORT = (
    "你好", "在吗", "中", "嗯呐", "不中", "莫得", "发吧", "算了",
    "谢谢", "转人工", "？", "俺村", "我有困难", "问政策", "我报的事", "13900007788",
)  # fmt: skip


def sentences() -> Sequence[str]:
    """Three hundred messages in the voices of all writers."""
    lines = [line for file in sorted(DATA.glob("w*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["t"] for line in lines[:: len(lines) // 300]]


async def answers(desk: Desk) -> list[Told]:
    return [one for one in await desk.told(RESIDENT) if one.row.target_id is None]


PRESS = (SaidKind.PRESS, {})


def steps(random: Random) -> Iterator[tuple[SaidKind, Mapping[str, Any]]]:
    """What is sent next, and with what; a press is chosen when it is known what stands there."""
    texts = [(SaidKind.TEXT, {"text": text}) for text in (*sentences(), *SHORT * 14)]
    for _ in range(STEPS):
        yield random.choice(random.choices((texts, MEDIA, (PRESS,)), (7, 2, 4))[0])


@pytest.mark.parametrize("seed", range(8))
async def test_every_message_is_answered_or_counted(desk: Desk, seed: int) -> None:
    random = Random(seed)
    for kind, more in steps(random):
        before, moment = {one.row.id for one in await desk.told(RESIDENT)}, desk.now
        shown = [one for one in await answers(desk) if one.buttons and one.row.not_before <= desk.now]
        codes = [code for one in shown[-2:] for code in one.buttons.values() if code]
        noticed = False
        if kind is SaidKind.PRESS:
            noticed = bool(codes and await desk.presses_code(RESIDENT, random.choice(codes)))
        else:
            await desk.hears(RESIDENT, kind, **more)

        told = await (desk.told(RESIDENT) if kind is SaidKind.PRESS else answers(desk))
        fresh = [one for one in told if one.row.id not in before]
        counted = [one for one in told if ":row:" in one.key and one.row.not_before > moment]
        assert fresh or counted or noticed or (kind is SaidKind.PRESS and not codes), (kind, more)
        assert all(one.row.not_before <= moment + LONGEST_ROW for one in [*fresh, *counted]), (kind, more)
        assert all(one.text or one.buttons or one.file_id for one in fresh)
        desk.wait(seconds=random.choice((1, 3, 5, 30, 4000)))
