from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.process.lock import only_process
from tests.cli.conftest import STAFF, Terminal

Files = Callable[..., tuple[str, str]]


def test_towns_that_reach_only_the_county_are_warnings(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("check")

    assert ended.code == 0
    assert "warning: 店子镇: 1 of 1 villages reach only the county (石桥村)." in ended.out
    assert "warning: Not joined yet: 5 of 5 officials" in ended.out
    assert "旧店镇:" not in ended.out


def test_what_the_rules_need_and_nobody_serves_is_a_warning(terminal: Terminal, files: Files) -> None:
    terminal("init", *files(staff=STAFF + "周涛,13800006001,部门,370283000000,住房局,\n"))

    ended = terminal("check")

    assert ended.code == 0
    assert "warning: Cases are routed to 医保局, which has no desk at the county" in ended.out
    assert "warning: The rules know no department '住房局': is it spelt as there?" in ended.out
    assert "warning: Nobody holds a post leader." in ended.out
    assert "warning: Nobody holds a post inspector." in ended.out


@pytest.mark.parametrize(
    "line", ["郑洁,13800005001,网格员,370283119267,,", "郑洁,13800005001,县级,370283000000,,"]
)
def test_who_takes_complaints_stands_outside_the_line_or_nothing_starts(
    terminal: Terminal, files: Files, tmp_path: Path, line: str
) -> None:
    refused = terminal("init", *files(staff=STAFF + line + "\n"))
    terminal("init", *files())
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        connection.execute("UPDATE posts SET stand_in_id = 5 WHERE role = 'town_desk'")
        connection.commit()

    ended = terminal("check")

    assert (refused.code, ended.code) == (2, 2)
    assert "line 7: who takes complaints about officials must not hold a post" in refused.err
    assert "郑洁 takes complaints about officials and must stand outside the line" in ended.out


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
