from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from pypdf import PdfReader
from zxingcpp import read_barcode

from bot.invitations.printing import PRINTERS
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
    assert timedelta(days=13) < second_ends - first_ends <= timedelta(days=14)


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
    of_no_kind = terminal("invite", "--all", "--bot=desk_bot", "--out=links.txt")

    assert (unknown.code, unknown.err) == (2, "Nobody on the staff list has this number.\n")
    assert (nothing.code, nothing.err) == (2, "Name a telephone number, or say --all.\n")
    assert (nameless.code, nameless.err) == (2, "Set BANGFU_BOT_TOKEN, or name the bot with --bot.\n")
    assert (of_no_kind.code, of_no_kind.err) == (2, "The file of --out must end in .pdf or .xlsx.\n")


def test_links_are_made_while_the_desk_runs(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())

    with only_process(tmp_path / "var" / "bangfu.db"):
        beside = terminal("invite", "--all", "--bot=desk_bot")

    assert beside.code == 0
    assert len(invitations(tmp_path)) == len(beside.out.splitlines()) == 5


def pages_of(path: Path) -> dict[str, str]:
    """What stands on each page of a PDF, by the link that its picture holds."""
    found = {}
    for page in PdfReader(path).pages:
        [picture] = page.images
        scanned = read_barcode(Image.open(BytesIO(picture.data)))
        assert scanned is not None
        found[scanned.text] = page.extract_text()
    return found


def test_everybody_has_a_page_to_be_handed_out_and_its_link_works(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())

    ended = terminal("invite", "--all", "--bot=desk_bot", "--out=links.pdf")

    pages = pages_of(tmp_path / "links.pdf")
    assert (ended.code, ended.out) == (0, "5 invitations in links.pdf, each valid for 14 days.\n")
    assert len(pages) == 5
    assert {token_of(link) for link in pages} == {token_hash for token_hash, _ in invitations(tmp_path)}
    [zhao] = [words for words in pages.values() if "赵永强" in words]
    for words in ("旧店镇九里夼村 村级监测员", "有效到", "只能用一次", "1. 扫码", "2. 按最下面", "3. 按按钮"):
        assert words in zhao
    assert all(link in words.replace("\n", "") for link, words in pages.items())


def token_of(link: str) -> str:
    """As what the token of a link is kept."""
    found = LINK.search(link)
    assert found is not None
    return hashlib.sha256(found.group(1).encode()).hexdigest()


def test_a_spreadsheet_has_the_same_each_printed_on_a_page_of_its_own(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())

    terminal("invite", "--all", "--bot=desk_bot", "--out=links.xlsx")

    sheet = load_workbook(tmp_path / "links.xlsx").active
    assert isinstance(sheet, Worksheet)
    words = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]
    links = [word for word in words if LINK.fullmatch(word)]
    codes = [read_barcode(Image.open(picture.ref)) for picture in pictures(sheet)]
    assert {token_of(link) for link in links} == {token_hash for token_hash, _ in invitations(tmp_path)}
    assert [code.text for code in codes if code and code.text] == links
    assert len(sheet.row_breaks.brk) == len(links) == 5
    assert "旧店镇九里夼村 村级监测员" in words


def pictures(sheet: Worksheet) -> list[Any]:
    """What was drawn into it; the library tells nobody that it has them."""
    return list(vars(sheet)["_images"])


def test_the_file_is_its_owners_alone_and_never_written_over(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    terminal("invite", "--all", "--bot=desk_bot", "--out=links.pdf")
    before = invitations(tmp_path)

    again = terminal("invite", "--all", "--bot=desk_bot", "--out=links.pdf")

    assert (tmp_path / "links.pdf").stat().st_mode & 0o777 == 0o600
    assert (again.code, again.err) == (
        2,
        "links.pdf exists already and is not written over: name another file.\n",
    )
    assert invitations(tmp_path) == before


def test_when_the_file_cannot_be_written_the_links_that_were_handed_out_still_work(
    terminal: Terminal, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    terminal("init", *files())
    terminal("invite", "--all", "--bot=desk_bot")
    before = invitations(tmp_path)
    monkeypatch.setitem(PRINTERS, ".pdf", full)  # type: ignore[arg-type] - it is a dictionary

    ended = terminal("invite", "--all", "--bot=desk_bot", "--out=links.pdf")
    nowhere = terminal("invite", "--all", "--bot=desk_bot", "--out=nowhere/links.pdf")

    assert ended.code != 0
    assert ended.err.splitlines()[1:] == ["The system refused something that is needed: disk full."]
    assert nowhere.err.endswith("nowhere: No such file or directory.\n")
    assert invitations(tmp_path) == before
    assert [path.name for path in tmp_path.glob("*links*")] == []


def test_who_joined_or_was_taken_off_the_list_is_refused_and_left_out(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    terminal("staff", "revoke", "13800002001")
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection, connection:
        connection.execute("INSERT INTO people (user_id, language, created_at) VALUES (7, 'en', '2026')")
        connection.execute("UPDATE staff SET person_id = 1 WHERE id = 3")

    revoked = terminal("invite", "13800002001", "--bot=desk_bot")
    joined = terminal("invite", "13800003001", "--bot=desk_bot")
    everybody = terminal("invite", "--all", "--bot=desk_bot")

    assert revoked.err == "赵永强 was taken off the staff list.\n"
    assert joined.err == "孙丽 has joined already.\n"
    assert [line.split()[0] for line in everybody.out.splitlines()] == ["钱小燕", "吴敏", "郑洁"]
