from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot.process.lock import only_process
from tests.cli.conftest import Terminal

Files = Callable[..., tuple[str, str]]
LINK = re.compile(r"https://t\.me/desk_bot\?start=join_([A-Za-z0-9_-]{22})$")


def invitations(tmp_path: Path) -> list[tuple[str, datetime]]:
    """Hash and end of every invitation, oldest first."""
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        rows = connection.execute("SELECT token_hash, expires_at FROM invitations ORDER BY id").fetchall()
    return [(token_hash, datetime.fromisoformat(expires_at)) for token_hash, expires_at in rows]


def test_a_link_is_printed_and_only_its_hash_is_kept(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())

    ended = terminal("invite", "13800002001", "--bot", "desk_bot")

    found = LINK.search(ended.out.strip())
    assert found is not None
    assert ended.out.startswith("赵永强  ")
    assert [token_hash for token_hash, _ in invitations(tmp_path)] == [
        hashlib.sha256(found.group(1).encode()).hexdigest()
    ]
    assert found.group(1).encode() not in (tmp_path / "var" / "bangfu.db").read_bytes()


def test_a_new_link_ends_the_old_one(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())

    terminal("invite", "+86 13800002001", "--bot=desk_bot")
    terminal("invite", "138 0000 2001", "--bot=desk_bot")

    (_, first_ends), (_, second_ends) = invitations(tmp_path)
    assert second_ends - first_ends > timedelta(hours=47)
    assert second_ends - first_ends <= timedelta(hours=48)


def test_everybody_who_has_not_joined_is_invited(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("invite", "--all", "--bot=desk_bot")

    assert len(ended.out.splitlines()) == 5
    assert len({token for line in ended.out.splitlines() for token in LINK.findall(line)}) == 5


def test_what_cannot_be_done_is_one_sentence(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())

    unknown = terminal("invite", "13900000000", "--bot=desk_bot")
    nothing = terminal("invite")
    nameless = terminal("invite", "--all")
    with only_process(tmp_path / "var" / "bangfu.db"):
        beside = terminal("invite", "--all", "--bot=desk_bot")

    assert (unknown.code, unknown.err) == (2, "Nobody on the staff list has this number.\n")
    assert (nothing.code, nothing.err) == (2, "Name a telephone number, or say --all.\n")
    assert (nameless.code, nameless.err) == (2, "Set BANGFU_BOT_TOKEN, or name the bot with --bot.\n")
    assert (beside.code, beside.err) == (
        2,
        "The bot is running: stop it first.\n",
    )
