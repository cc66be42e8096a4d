from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from storage.engine.migrate import migrate
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


SAMPLES = ROOT / "docs" / "samples"
NEEDS_A_COUNTY = (
    ["check"],
    ["who", "九里夼"],
    ["staff", "list"],
    ["staff", "revoke", "13800001234"],
    ["staff", "import", str(SAMPLES / "staff.csv")],
    ["households", "import", str(SAMPLES / "households.csv")],
    ["visits", "rates", "--month", "2026-11"],
    ["sweep", "list"],
    ["broadcast", "list"],
    ["invite", "--all"],
    ["invite", "13800001234"],
)
NEEDS_A_DATABASE = (*NEEDS_A_COUNTY, ["sweep", "start", "1"], ["ledger", "verify"], ["timetable"])


@pytest.mark.parametrize("arguments", NEEDS_A_DATABASE, ids=lambda words: " ".join(words[:2]))
def test_before_there_is_a_database_a_command_says_so_and_makes_none(
    terminal: Terminal, tmp_path: Path, arguments: list[str]
) -> None:
    ended = terminal(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"There is no database {tmp_path}/var/bangfu.db yet: start the desk or run `bangfu init`, "
        "or name another in BANGFU_DATABASE_URL or BANGFU_DATA_DIR.\n"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("arguments", NEEDS_A_COUNTY, ids=lambda words: " ".join(words[:2]))
def test_a_database_without_a_county_is_said(
    terminal: Terminal, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "var").mkdir()
    migrate(f"sqlite:///{tmp_path}/var/bangfu.db")

    ended = terminal(*arguments)

    assert ended.code == 2
    assert "no county is set up: run `bangfu init`." in ended.err.lower()


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
