"""Logs without tokens and without people's words."""

from __future__ import annotations

import errno
import io
import logging
from collections.abc import Iterator

import pytest

from bot.process.logging import OneLine, redacted, set_up_logging
from tests.bot.scripted import TOKEN


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a logger of the test's own writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logger = logging.getLogger("test.lines")
    logger.propagate = False
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    yield stream
    logger.removeHandler(handler)


def test_the_token_never_appears(written: io.StringIO) -> None:
    logging.getLogger("test.lines").info("GET https://api.telegram.org/bot%s/getMe", TOKEN)

    assert TOKEN not in written.getvalue()
    assert "bot<token>/getMe" in written.getvalue()


def test_a_traceback_names_places_and_never_words(written: io.StringIO) -> None:
    def fail() -> None:
        try:
            int("宋爱英 13800138000")
        except ValueError as error:
            raise RuntimeError(TOKEN) from error

    try:
        fail()
    except RuntimeError:
        logging.getLogger("test.lines").exception("it failed")

    line = written.getvalue()
    assert line.count("\n") == 1
    assert "RuntimeError at test_logging.py:" in line
    assert "from ValueError at test_logging.py:" in line
    assert "宋爱英" not in line
    assert TOKEN not in line


def test_a_task_that_failed_unseen_is_named_without_what_it_quotes() -> None:
    words = "Task exception was never retrieved\nfuture: <Task finished exception=ValueError('宋爱英')>"
    record = logging.LogRecord("asyncio", logging.ERROR, "events.py", 1, words, None, None)

    line = OneLine().format(record)

    assert line.endswith("ERROR asyncio Task exception was never retrieved")


def test_libraries_that_log_addresses_are_quiet_even_at_debug() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        set_up_logging("DEBUG")

        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("telegram.Bot").isEnabledFor(logging.DEBUG)
        assert logging.getLogger("bot.receiving.pump").isEnabledFor(logging.DEBUG)
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def test_a_time_of_day_is_no_token() -> None:
    assert redacted("2026:11 12345:short") == "2026:11 12345:short"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("socks5h://desk:hunter2@10.0.0.1:1080 is gone", "socks5h://<login>@10.0.0.1:1080 is gone"),
        ("postgresql://desk:hun@ter2@there/desk", "postgresql://<login>@there/desk"),
        ("http://desk@proxy.example", "http://<login>@proxy.example"),
        ("https://t.me/desk asks who@there", "https://t.me/desk asks who@there"),
    ],
)
def test_no_login_in_an_address_appears(said: str, left: str) -> None:
    assert redacted(said) == left


def test_a_trail_names_a_full_disk(written: io.StringIO) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, "no space", "/家/王秀兰")

    try:
        fail()
    except OSError:
        logging.getLogger("test.lines").exception("It cannot be written down.")

    assert "It cannot be written down. | OSError (disk full) at " in written.getvalue()
    assert "王秀兰" not in written.getvalue()
