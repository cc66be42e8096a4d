from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.cli.conftest import Terminal

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_explains_itself(terminal: Terminal) -> None:
    helps = [terminal(name, "--help") for name in COMMANDS]

    assert [ended.code for ended in helps] == [0] * len(COMMANDS)
    assert all(ended.out.startswith("Usage: bangfu ") for ended in helps)


def test_a_village_is_recognised_from_the_terminal(terminal: Terminal) -> None:
    ended = terminal("place", "--json", "我是平度旧店镇九里夼村的")

    answer = json.loads(ended.out)
    assert answer["decision"] == "accept"
    assert answer["candidates"][0]["code"] == "370283122215"


def test_a_batch_of_mentions_is_answered_line_by_line(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "mentions.txt").write_text("九里夼\n你好\n", encoding="utf-8")

    ended = terminal("place", "--batch", str(tmp_path / "mentions.txt"), "--json")

    assert [json.loads(line)["text"] for line in ended.out.splitlines()] == ["九里夼", "你好"]


@pytest.mark.parametrize("arguments", [["fly"], ["init"], ["check", "--trouble", "love"], ["place"]])
def test_a_wrong_call_is_one_sentence(terminal: Terminal, arguments: list[str]) -> None:
    ended = terminal(*arguments)

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_wrong_settings_end_the_process_without_a_traceback(tmp_path: Path) -> None:
    environment = {"BANGFU_PORT": "zero", "BANGFU_BOT_TOKEN": "x", "PYTHONPATH": str(ROOT)}

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [line.strip().partition(":")[0] for line in ended.stderr.splitlines()] == [
        "The settings cannot be used",
        "BANGFU_BOT_TOKEN",
        "BANGFU_PORT",
    ]
