"""Where Telegram is blocked: a whole desk whose only way to it is a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from places.areas import DEMO_AREAS
from tests.bot.authority import Authority
from tests.bot.proxies import PASSWORD, ProxyServer, proxying
from tests.scenarios.conftest import write_staff
from tests.scenarios.running import Running
from tests.scenarios.stage import Stage
from tests.village import RESIDENT, as_cast


@pytest.fixture(params=[("socks5h", "BANGFU_PROXY"), ("http", "HTTPS_PROXY")])
async def proxy(request: pytest.FixtureRequest) -> AsyncIterator[tuple[ProxyServer, str]]:
    """A proxy with a password, and the variable in which it is said."""
    scheme, name = request.param
    async with proxying(scheme, PASSWORD) as server:
        yield server, name


@pytest.fixture
async def walled(
    tmp_path: Path, proxy: tuple[ProxyServer, str], database_url: str
) -> AsyncIterator[tuple[Stage, ProxyServer]]:
    """A live county; the name of its Bot API is known to the proxy alone, and so is the way there."""
    stage, (server, name), authority = Stage(tmp_path, database_url, as_cast()), proxy, Authority(tmp_path)
    await stage.open()
    async with authority.before(int(stage.address.rpartition(":")[2])) as port:
        stage.settings |= {
            "BANGFU_BOT_API_ROOT": f"https://api.telegram.test:{port}",
            "SSL_CERT_FILE": str(authority.path),
            name: server.address(),
        }
        stage.bot = Running("bot", "run", log=tmp_path / "bot.log", environment=stage.settings)
        write_staff(tmp_path / "staff.csv")
        await _command(stage, "init", f"--areas={DEMO_AREAS}", f"--staff={tmp_path / 'staff.csv'}")
        yield stage, server
        await stage.close()


async def _command(stage: Stage, *arguments: str) -> tuple[int, str]:
    """Exit code, and all that it said; the proxy goes on serving meanwhile."""
    done = await asyncio.to_thread(stage.command, *arguments)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_desk_behind_a_wall_answers_invites_and_says_how_it_is_reached(
    walled: tuple[Stage, ProxyServer],
) -> None:
    stage, proxy = walled

    await stage.start_bot()
    resident = stage.puppet(RESIDENT.user_id)
    await resident.opens()
    await resident.sees("您好")
    _, looked = await _command(stage, "doctor")
    await stage.bot.stop()
    code, invited = await _command(stage, "invite", "--all")

    assert code == 0, invited
    assert "https://t.me/" in invited
    assert f"Telegram answers through {proxy.scheme}://127.0.0.1:{proxy.port} (" in looked
    assert f"reached through {proxy.scheme}://127.0.0.1:{proxy.port} (" in stage.bot.output()
    assert all("api.telegram.test:" in asked for asked in proxy.asked)
    assert not [said for said in (looked, invited, stage.bot.output()) if "hunter2" in said]


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_proxy_that_fell_silent_is_named_by_doctor_and_invite(
    walled: tuple[Stage, ProxyServer],
) -> None:
    stage, proxy = walled
    proxy.refuses = 5 if proxy.scheme.startswith("socks") else 502

    _, looked = await _command(stage, "doctor")
    code, invited = await _command(stage, "invite", "--all")

    assert f"WRONG  Telegram cannot be reached through {proxy.scheme}://127.0.0.1" in looked
    assert code == 2
    assert invited.startswith(f"Telegram cannot be reached through {proxy.scheme}://127.0.0.1")
    assert len(invited.splitlines()) == 1
