from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError
from telegram.request import HTTPXRequest

from bot.request import AiohttpRequest, new_request
from bot.settings import PREFIX, TELEGRAM, BrokenSettings, load_settings

TOKEN = "123456789:AAExampleExampleExampleExample"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_the_sandbox_can_start() -> None:
    settings = load_settings()

    assert not settings.live
    assert settings.bot_api_root == TELEGRAM
    assert settings.database_url == "sqlite:///var/bangfu.db"
    assert settings.key_file == Path("var/keys.json")
    assert settings.rules == "default"


def test_database_and_keys_follow_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_DATA_DIR", "elsewhere")

    settings = load_settings()

    assert settings.database_url == "sqlite:///elsewhere/bangfu.db"
    assert settings.key_file == Path("elsewhere/keys.json")


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BANGFU_PORT=9001\nBANGFU_LOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("BANGFU_PORT", "9002")

    settings = load_settings()

    assert (settings.port, settings.log_level) == (9002, "DEBUG")


def test_the_way_to_the_network_can_be_switched_back(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = new_request(load_settings().http_client)
    monkeypatch.setenv("BANGFU_HTTP_CLIENT", "httpx")

    other = new_request(load_settings().http_client)

    assert isinstance(usual, AiohttpRequest)
    assert isinstance(other, HTTPXRequest)


def test_a_setting_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_BOT_TOKEN", "")
    monkeypatch.setenv("BANGFU_OPERATOR_CHAT", "")

    assert load_settings().operator_chat is None


def test_all_mistakes_are_told_at_once_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes = {
        "BANGFU_BOT_TOKEN": "hunter2-hunter2",
        "BANGFU_PORT": "99999",
        "BANGFU_DATABASE_URL": "mysql://user:hunter2@there/bangfu",
        "BANGFU_LOG_LEVEL": "LOUD",
        "BANGFU_WEBHOOK_URL": "http://there",
        "BANGFU_RULSE": "national",
    }
    for name, value in mistakes.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(BrokenSettings) as caught:
        load_settings()

    message = str(caught.value)
    assert [name for name in mistakes if name not in message] == []
    assert "BANGFU_RULSE is not a setting; BANGFU_RULES is." in message
    assert "hunter2" not in message


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_WEBHOOK_URL", "https://desk.example/hook")

    with pytest.raises(BrokenSettings, match="BANGFU_WEBHOOK_SECRET must be set"):
        load_settings()


def test_no_secret_is_shown_when_the_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BANGFU_DATABASE_URL", "postgresql://bangfu:hunter2@there/bangfu")

    settings = load_settings()

    assert settings.live
    assert TOKEN not in repr(settings) + str(settings)
    assert "hunter2" not in repr(settings) + str(settings)


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1
