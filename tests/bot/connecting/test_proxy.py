"""Telegram through a proxy: by either client, with a login, and what became of a call is known."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr

from bot.connecting.api import Api
from bot.connecting.errors import Lost, Refused
from bot.connecting.proxy import BrokenProxy, Proxy, UsualProxies, read_proxy, usual_proxies, way, way_to
from bot.connecting.request import new_request
from tests.bot.proxies import PASSWORD, proxying
from tests.bot.scripted import TOKEN, Telegram, dropping

ROOT = "https://api.telegram.org"
USUAL = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
HTTP, SOCKS = "http", ("socks5", "socks5h")
LOCKED = [(HTTP, PASSWORD), *((scheme, PASSWORD) for scheme in SOCKS)]
CLIENTS = pytest.mark.parametrize("client", ["aiohttp", "httpx"])


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.lower() in USUAL:
            monkeypatch.delenv(name)


def named(telegram: Telegram) -> str:
    """The server under a name that only a proxy can resolve."""
    return telegram.root.replace("127.0.0.1", "api.telegram.test")


@asynccontextmanager
async def reached(client: Any, root: str, ours: str) -> AsyncIterator[Api]:
    async with new_request(client, way_to(root, SecretStr(ours))) as request:
        yield Api(request, TOKEN, root)


@CLIENTS
@pytest.mark.parametrize(
    ("scheme", "password"), [*((scheme, "") for scheme in (HTTP, *SOCKS)), *LOCKED, (HTTP, "帮@扶:#/")]
)
async def test_every_kind_of_proxy_is_used_by_both_clients_and_resolves_the_name(
    client: str, scheme: str, password: str, telegram: Telegram
) -> None:
    async with (
        proxying(scheme, password) as proxy,
        reached(client, named(telegram), proxy.address()) as api,
    ):
        me = await api.call("getMe")
        sent = await api.call("sendMessage", {"chat_id": 1001, "text": "您好"})

    assert me["username"] == "bangfu_bot"
    assert sent["message_id"] == 101
    assert proxy.asked
    assert all("api.telegram.test:" in asked for asked in proxy.asked)


@CLIENTS
@pytest.mark.parametrize("scheme", [HTTP, *SOCKS])
async def test_files_come_through_the_proxy_too(
    client: str, scheme: str, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxying(scheme) as proxy, reached(client, named(telegram), proxy.address()) as api:
        with pytest.raises(Refused, match="the file was not served"):
            await api.download("voice/file_1.oga")

    assert len(proxy.asked) == 1


@CLIENTS
@pytest.mark.parametrize(("scheme", "password"), LOCKED)
async def test_a_wrong_password_means_that_nothing_was_sent_and_is_not_shown(
    client: str, scheme: str, password: str, telegram: Telegram
) -> None:
    async with (
        proxying(scheme, password) as proxy,
        reached(client, named(telegram), proxy.address("wrong-secret")) as api,
    ):
        with pytest.raises(Lost) as lost:
            await api.call("getMe")

    assert not lost.value.unsure
    assert telegram.calls == []
    assert "wrong-secret" not in f"{lost.value!r} {lost.value.__cause__!r}"


@CLIENTS
@pytest.mark.parametrize(("scheme", "refuses"), [("socks5h", 4), ("socks5h", 5)])
async def test_a_proxy_that_cannot_connect_means_that_nothing_was_sent(
    client: str, scheme: str, refuses: int, telegram: Telegram
) -> None:
    async with (
        proxying(scheme, refuses=refuses) as proxy,
        reached(client, named(telegram), proxy.address()) as api,
    ):
        with pytest.raises(Lost) as lost:
            await api.call("getMe")

    assert not lost.value.unsure


@CLIENTS
@pytest.mark.parametrize("scheme", [HTTP, *SOCKS])
async def test_a_proxy_that_is_not_there_means_that_nothing_was_sent(client: str, scheme: str) -> None:
    async with reached(client, ROOT, f"{scheme}://desk:hunter2@127.0.0.1:9") as api:
        with pytest.raises(Lost) as lost:
            await api.call("getMe")

    assert not lost.value.unsure
    assert "hunter2" not in repr(lost.value)


@CLIENTS
@pytest.mark.parametrize("scheme", [HTTP, *SOCKS])
async def test_a_line_that_breaks_behind_the_proxy_leaves_a_doubt(
    client: str, scheme: str, telegram: Telegram
) -> None:
    telegram.surprise("sendMessage", dropping(after=True))
    async with proxying(scheme) as proxy, reached(client, named(telegram), proxy.address()) as api:
        with pytest.raises(Lost) as lost:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})

    assert lost.value.unsure


@CLIENTS
async def test_what_stands_on_this_machine_is_asked_directly(client: str, telegram: Telegram) -> None:
    async with proxying("http") as proxy, reached(client, telegram.root, proxy.address()) as api:
        assert await api.call("getMe")

    assert proxy.asked == []


@CLIENTS
@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_the_usual_variables_are_honoured_by_both_clients(
    client: str, name: str, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxying("socks5h") as proxy:
        monkeypatch.setenv(name, proxy.address())
        async with reached(client, named(telegram), "") as api:
            assert await api.call("getMe")
        async with reached(client, telegram.root, "") as api:
            assert await api.call("getMe")

    assert len(proxy.asked) == 1


def usual(**said: str) -> UsualProxies:
    """Those variables and no others."""
    return UsualProxies(_env_file=None, **said)  # type: ignore[call-arg]


def test_ours_wins_over_the_usual_ones_and_the_narrower_over_the_wider() -> None:
    both = usual(https_proxy="http://https.example:1", all_proxy="socks5://all.example:2")

    assert str(way_to(ROOT, SecretStr("socks5h://ours.example:3"), both)) == (
        "socks5h://ours.example:3 (BANGFU_PROXY)"
    )
    assert str(way_to(ROOT, SecretStr(""), both)) == "http://https.example:1 (HTTPS_PROXY)"
    assert str(way_to(ROOT, SecretStr(""), usual(all_proxy="socks5://all.example:2"))) == (
        "socks5://all.example:2 (ALL_PROXY)"
    )
    assert way_to(ROOT, SecretStr(""), usual(http_proxy="http://plain.example")) is None
    assert way(way_to(ROOT, SecretStr(""), usual())) == "directly"


def test_the_usual_variables_may_stand_in_the_file_of_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / ".env").write_text("HTTPS_PROXY=http://file.example:1\nALL_PROXY=http://file.example:2\n")
    monkeypatch.setenv("HTTPS_PROXY", "http://wins.example:3")
    monkeypatch.setenv("https_proxy", "http://wins-more.example:4")

    found = usual_proxies()

    assert found.https_proxy.get_secret_value() == "http://wins-more.example:4"
    assert found.all_proxy.get_secret_value() == "http://file.example:2"


@pytest.mark.parametrize(
    ("listed", "url", "direct"),
    [
        ("", "https://api.telegram.org", False),
        ("", "http://localhost:8081", True),
        ("", "http://127.9.9.9:8081", True),
        ("", "http://[::1]:8081", True),
        ("", "http://[::ffff:127.0.0.1]:8081", True),
        ("", "http://bot.localhost", True),
        ("", "http://localhost.example", False),
        ("*", "https://api.telegram.org", True),
        ("telegram.org", "https://api.telegram.org", True),
        ("api.telegram.org", "https://API.Telegram.org", True),
        (".telegram.org", "https://api.telegram.org", True),
        ("*.telegram.org", "https://api.telegram.org", True),
        ("egram.org", "https://api.telegram.org", False),
        ("other.example, telegram.org", "https://api.telegram.org", True),
        ("telegram.org:443", "https://api.telegram.org", True),
        ("telegram.org:8443", "https://api.telegram.org", False),
        ("10.0.0.0/8", "http://10.1.2.3:8081", True),
        ("10.0.0.0/8", "http://11.1.2.3:8081", False),
        ("10.1.2.3", "http://10.1.2.3:8081", True),
        ("10.1.2.3:8081", "http://10.1.2.3:8081", True),
        ("fd00::/8", "http://[fd00::1]:8081", True),
        ("[fd00::1]:8081", "http://[fd00::1]:8081", True),
        ("telegram.org", "http://10.1.2.3:8081", False),
        (",, ,", "https://api.telegram.org", False),
        ("10.0.0.0/99", "http://10.1.2.3", False),
    ],
)
def test_no_proxy_is_read_in_its_usual_forms(listed: str, url: str, direct: bool) -> None:
    said = usual(all_proxy="http://proxy.example:1", no_proxy=listed)

    assert (way_to(url, SecretStr("")) is None) or not direct or way_to(url, SecretStr(""), said) is None
    assert (way_to(url, SecretStr("http://ours.example:2"), said) is None) == direct


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("127.0.0.1:7890", Proxy("http", "127.0.0.1", 7890)),
        ("localhost:7890", Proxy("http", "localhost", 7890)),
        ("HTTP://Proxy.example", Proxy("http", "proxy.example", 80)),
        ("https://proxy.example/", Proxy("https", "proxy.example", 443)),
        ("socks5://[::1]:1080", Proxy("socks5", "::1", 1080)),
        ("socks5h://desk:a%40b%3Ac@proxy.example", Proxy("socks5h", "proxy.example", 1080, "desk", "a@b:c")),
    ],
)
def test_an_address_is_read_as_other_programs_read_it(written: str, read: Proxy) -> None:
    assert read_proxy(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "ftp://proxy.example:21",
        "socks4://hunter2@proxy.example:1080",
        "http://",
        "http://:8080",
        "http://desk:hunter2#more@proxy.example:8080",
        "http://desk:hunter2/more@proxy.example:8080",
        "http://desk:hunter2@proxy.example:99999",
        "http://desk:hunter2@proxy.example:port",
        "http://desk:hunter2@[proxy:8080",
        "socks5://proxy.example:1080/path?x",
        "ss://hunter2",
        "://",
        "socks5h://desk:hunter2帮@proxy.example:1080",
        "http://desk:hun ter2@proxy .example:80",
    ],
)
def test_what_is_no_address_of_a_proxy_is_one_sentence_without_its_words(written: str) -> None:
    with pytest.raises(BrokenProxy) as broken:
        read_proxy(written, "ALL_PROXY")

    assert str(broken.value).startswith("ALL_PROXY ")
    assert "hunter2" not in str(broken.value)
    assert "\n" not in str(broken.value)
    assert broken.value.__cause__ is None


def test_a_proxy_is_printed_without_login_and_password() -> None:
    proxy = read_proxy("socks5h://desk-user:hunter2@proxy.example:1080", "ALL_PROXY")

    shown = f"{proxy} {proxy!r} {way(proxy)} {usual(all_proxy='http://desk-user:hunter2@x')!r}"

    assert "socks5h://proxy.example:1080 (ALL_PROXY)" in shown
    assert "hunter2" not in shown
    assert "desk-user" not in shown
