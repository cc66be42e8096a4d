from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError
from telegram.request import HTTPXRequest

from bot.connecting.request import AiohttpRequest, new_request
from bot.settings import PREFIX, TELEGRAM, BrokenSettings, load_settings

TOKEN = "123456789:AAExampleExampleExampleExample"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_the_sandbox_can_start(tmp_path: Path) -> None:
    settings = load_settings()

    assert not settings.live
    assert settings.bot_api_root == TELEGRAM
    assert settings.database_url == f"sqlite:///{tmp_path}/var/bangfu.db"
    assert settings.key_file == tmp_path / "var/keys.json"
    assert settings.rules == "default"


def test_database_and_keys_follow_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BANGFU_DATA_DIR", "elsewhere")

    settings = load_settings()

    assert settings.database_url == f"sqlite:///{tmp_path}/elsewhere/bangfu.db"
    assert settings.key_file == tmp_path / "elsewhere/keys.json"


def test_every_path_means_the_same_place_for_whoever_starts_in_another_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("BANGFU_DATA_DIR", "~/data")
    monkeypatch.setenv("BANGFU_DATABASE_URL", "sqlite:///../desk.db")
    monkeypatch.setenv("BANGFU_KEY_FILE", "safe/keys.json")
    monkeypatch.setenv("BANGFU_RULES", "ours.toml")
    settings = load_settings()

    monkeypatch.chdir("/")

    paths = {name: str(value) for name, value in settings.model_dump().items() if isinstance(value, Path)}
    assert paths == {"data_dir": f"{tmp_path}/mine/data", "key_file": f"{tmp_path}/safe/keys.json"}
    assert settings.database_url == f"sqlite:///{tmp_path}/../desk.db"
    assert settings.rules == f"{tmp_path}/ours.toml"


def test_a_settings_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("BANGFU_RULES=帮扶".encode("gb18030"))

    with pytest.raises(BrokenSettings, match=r"The file \.env cannot be read: it is not UTF-8 text\."):
        load_settings()


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
        "BANGFU_PROXY": "socks4://desk:hunter2@there",
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
    monkeypatch.setenv("BANGFU_PROXY", "socks5h://bangfu:hunter2@there:1080")

    settings = load_settings()

    assert settings.live
    assert TOKEN not in repr(settings) + str(settings)
    assert str(settings.proxy_to_telegram) == "socks5h://there:1080 (BANGFU_PROXY)"
    assert "hunter2" not in repr(settings) + str(settings) + repr(settings.proxy_to_telegram)


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1


def test_a_start_in_a_folder_that_is_gone_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    with pytest.raises(BrokenSettings, match="The folder in which this is started is gone"):
        load_settings()
