"""A county on stage: set up by the operator's own commands, its officials invited by their links."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from places.areas import DEMO_AREAS
from tests.scenarios.stage import TOKEN, Stage, staged
from tests.village import CAST, OFFICIALS, Character, as_cast

_COLUMNS = ("name", "phone", "role", "area_code", "department", "stand_in_phone")


def write_staff(path: Path) -> None:
    """The staff list as a county would hand it in."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for one in OFFICIALS:
            rows.writerow([one.name, one.phone, one.role.value, one.area, "", ""])


def invite(stage: Stage) -> dict[Character, str]:
    """The payload of a fresh link for every official."""
    done = stage.command("invite", "--all", "--bot", "sandbox_bot")
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        [official] = [one for one in OFFICIALS if one.name in line]
        [link] = [word for word in line.split() if "start=" in word]
        found[official] = link.rpartition("start=")[2]
    return found


async def join(stage: Stage, official: Character, payload: str) -> None:
    """Open the link and share the own number."""
    puppet = stage.puppet(official.user_id)
    await puppet.opens(payload)
    await puppet.sees("手机号")
    await puppet.shares_contact()
    await puppet.sees(official.name)


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """A live county whose officials have all joined, and a running bot."""
    async with staged(tmp_path, database_url, as_cast(CAST)) as stage:
        write_staff(tmp_path / "staff.csv")
        done = stage.command("init", "--areas", str(DEMO_AREAS), "--staff", str(tmp_path / "staff.csv"))
        assert done.returncode == 0, done.stderr
        payloads = invite(stage)
        await stage.start_bot()
        for official, payload in payloads.items():
            await join(stage, official, payload)
        yield stage
        await stage.close()
        gives_nothing_away(stage.bot.output())


def gives_nothing_away(log: str) -> None:
    """Whatever the story was: no token, no phone, and not a word of anybody's. We log in English."""
    assert "Bangfu is running" in log  # it is the right log, and not an empty one
    assert TOKEN not in log
    assert TOKEN.partition(":")[2] not in log
    assert not re.findall(r"[\u3400-\u9fff]+", log)
    assert not [one.phone for one in CAST if one.phone.removeprefix("+86") in log]
