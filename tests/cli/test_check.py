from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.lock import only_process
from tests.cli.conftest import STAFF, Terminal

Files = Callable[..., tuple[str, str]]


def test_without_a_county_it_says_how_to_set_one_up(terminal: Terminal) -> None:
    ended = terminal("check")

    assert ended.code == 2
    assert ended.err == "The rules are in order, but no county is set up: run `bangfu init`.\n"


def test_towns_that_reach_only_the_county_are_warnings(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("check")

    assert ended.code == 0
    assert "warning: 店子镇: 1 of 1 villages reach only the county (石桥村)." in ended.out
    assert "warning: Not joined yet: 5 of 5 officials" in ended.out
    assert "旧店镇:" not in ended.out


def test_who_gets_it_is_answered_step_by_step_without_whole_numbers(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("check", "--who", "九里夼", "--trouble", "illness")

    assert ended.out.splitlines()[:4] == [
        "旧店镇九里夼村 (370283122215)",
        "1. village 九里夼村: 赵永强 (138****2001) has not joined",
        "2. village 九里夼村: the stand-in 钱小燕 (138****2002) has not joined",
        "3. town 旧店镇: 孙丽 (138****3001) has not joined",
    ]
    assert "Department that leads for illness: 医保局." in ended.out


def test_a_name_that_means_two_villages_is_asked_back(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("check", "--who", "石桥村")

    assert ended.code == 2
    assert "370283119267" in ended.err
    assert "370283122222" in ended.err


def test_a_broken_rules_file_is_one_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ours.toml").write_text('extends = "default"\nfollow_up_days = "many"\n')
    monkeypatch.setenv("BANGFU_RULES", str(tmp_path / "ours.toml"))

    ended = terminal("check")

    assert ended.code == 2
    assert ended.err.startswith(f"{tmp_path / 'ours.toml'}, line 2: follow_up_days: ")
    assert len(ended.err.splitlines()) == 1


def test_it_can_be_asked_while_the_bot_runs(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files(staff=STAFF))

    with only_process(tmp_path / "var" / "bangfu.db"):
        ended = terminal("check")

    assert ended.code == 0
