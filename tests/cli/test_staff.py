"""What an operator does to the staff list, and importing it from what county offices send."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.process.lock import only_process
from tests.cli.conftest import STAFF, Terminal

Files = Callable[..., tuple[str, str]]
CHANGED = STAFF.replace(
    "赵永强,+86 138-0000-2001,村级监测员,370283122215,,13800002002",
    "赵永刚,13800002001,村级监测员,370283122215,,无",
)
NEW = "林小满,13800002009,村级监测员,370283119267,,\n"


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return connection.execute(sql).fetchall()


def as_csv(tmp_path: Path, text: str) -> str:
    (tmp_path / "new.csv").write_text(text, encoding="utf-8")
    return str(tmp_path / "new.csv")


def as_sheet(tmp_path: Path, lines: Sequence[Sequence[object]]) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    book.save(tmp_path / "new.xlsx")
    return str(tmp_path / "new.xlsx")


@pytest.fixture
def county(terminal: Terminal, files: Files) -> Terminal:
    terminal("init", *files())
    return terminal


def test_the_list_is_shown_with_posts_and_without_whole_numbers(county: Terminal) -> None:
    everybody, one = county("staff", "list"), county("staff", "list", "赵")

    assert len(everybody.out.splitlines()) == 5
    assert one.out == "赵永强  138****2001  not joined  village_monitor 370283122215\n"


def test_a_dry_run_names_every_difference_and_changes_nothing(county: Terminal, tmp_path: Path) -> None:
    before = rows(tmp_path, "SELECT * FROM posts"), rows(tmp_path, "SELECT * FROM staff")
    text = CHANGED.replace("钱小燕,13800002002,村级监测员,370283122222,,\n", "") + NEW

    ended = county("staff", "import", as_csv(tmp_path, text), "--dry-run", "--end-unlisted")

    assert ended.out.splitlines() == [
        "new: 林小满 (138****2009)",
        "name: 赵永强 becomes 赵永刚 (138****2001)",
        "begins: 店子镇石桥村 village_monitor 林小满",
        "ends: 旧店镇石桥村 village_monitor 钱小燕",
        "stand-in: 旧店镇九里夼村 village_monitor 赵永刚: 钱小燕 becomes nobody",
        "5 changes; nothing was changed yet.",
    ]
    assert (rows(tmp_path, "SELECT * FROM posts"), rows(tmp_path, "SELECT * FROM staff")) == before


def test_an_import_does_what_the_dry_run_said_once(county: Terminal, tmp_path: Path) -> None:
    file = as_csv(tmp_path, CHANGED + NEW)

    first, again = county("staff", "import", file), county("staff", "import", file, "--dry-run")

    assert first.out.splitlines()[-1] == "4 changes made."
    assert again.out == "0 changes; nothing was changed yet.\n"
    ledger = rows(tmp_path, "SELECT chain, capacity, act FROM ledger ORDER BY position")
    assert ledger == [("desk", "operator", "give_post"), ("desk", "operator", "stand_in")]
    assert rows(tmp_path, "SELECT seat FROM posts WHERE seat IS NOT NULL") == [(1,)]


def test_a_spreadsheet_is_read_as_offices_save_it(county: Terminal, tmp_path: Path) -> None:
    table = [line.split(",") for line in (STAFF + NEW).splitlines()]
    cells: list[list[object]] = [
        [int(cell) if cell.isdigit() else cell or None for cell in row] for row in table
    ]
    cells[-1][1] = 13800002009.0

    ended = county("staff", "import", as_sheet(tmp_path, cells))

    assert ended.out.splitlines() == [
        "new: 林小满 (138****2009)",
        "begins: 店子镇石桥村 village_monitor 林小满",
        "2 changes made.",
    ]


def test_bad_rows_are_named_by_line_and_nothing_is_imported(county: Terminal, tmp_path: Path) -> None:
    table: list[list[object]] = [list(line.split(",")) for line in STAFF.splitlines()]
    file = as_sheet(tmp_path, [*table, ["林小满", "12", "村长", "370283119267"], ["周涛", None, "领导", "1"]])

    ended = county("staff", "import", file)

    assert ended.code == 2
    assert [line.partition(": ")[0].rpartition(", ")[2] for line in ended.err.splitlines()[:-1]] == [
        "line 7",
        "line 7",
        "line 8",
        "line 8",
    ]
    assert ended.err.splitlines()[-1] == "Nothing was imported: there are 4 things to be put right."
    assert len(rows(tmp_path, "SELECT id FROM staff")) == 5


@pytest.mark.parametrize("name", ["gone.xlsx", "noise.xlsx"])
def test_a_file_that_is_no_spreadsheet_is_one_sentence(county: Terminal, tmp_path: Path, name: str) -> None:
    (tmp_path / "noise.xlsx").write_bytes(b"\x00\x01\x02 noise")

    ended = county("staff", "import", str(tmp_path / name))

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 2


def test_an_old_list_does_not_bring_back_who_was_revoked(county: Terminal, tmp_path: Path) -> None:
    county("staff", "revoke", "13800002001")

    ended = county("staff", "import", as_csv(tmp_path, STAFF))
    county("staff", "restore", "13800002001")
    after = county("staff", "import", as_csv(tmp_path, STAFF))

    assert ended.code == 2
    assert "line 2: 138****2001 was taken off the list" in ended.err
    assert after.out == "0 changes made.\n"


def test_revoking_stands_in_the_desks_chain_and_is_done_once(county: Terminal, tmp_path: Path) -> None:
    first, second = county("staff", "revoke", "13800002001"), county("staff", "revoke", "13800002001")
    unknown = county("staff", "revoke", "13900000000")

    assert (first.code, second.code, unknown.code) == (0, 2, 2)
    assert second.err == "They were taken off the list and can be given nothing.\n"
    assert unknown.err == "Nobody on the staff list has this number.\n"
    assert rows(tmp_path, "SELECT chain, capacity, act, details FROM ledger") == [
        ("desk", "operator", "revoke", "staff_id:1")
    ]
    assert "revoked" in county("staff", "list", "赵").out


def test_the_last_of_a_mandatory_post_stays_even_for_the_operator(county: Terminal) -> None:
    for phone in ("13800004001", "13800005001"):
        ended = county("staff", "revoke", phone)

        assert ended.code == 2
        assert ended.err.startswith("Then nobody would hold the county duty post or the complaints post")


def test_everything_is_handed_over_without_a_second_administrator(county: Terminal) -> None:
    ended = county("staff", "handover", "13800004001", "13800003001")

    assert ended.code == 0
    assert "no post" in county("staff", "list", "吴敏").out
    assert "county_office 370283000000" in county("staff", "list", "孙丽").out


def test_a_leave_is_entered_and_ended(county: Terminal, tmp_path: Path) -> None:
    today = datetime.now(UTC).date() + timedelta(days=1)
    until = today + timedelta(days=2)
    days = ("--from", today.isoformat(), "--until", until.isoformat())

    entered = county("staff", "leave", "13800002001", *days)
    twice = county("staff", "leave", "13800002001", *days)
    ended = county("staff", "leave", "13800002001", "--end")
    nothing = county("staff", "leave", "13800002001", "--end")
    half = county("staff", "leave", "13800002001", "--from", today.isoformat())
    stranger = county("staff", "leave", "13800002001", *days, "--deputy", "13800005001")

    assert entered.out == f"On leave from {today} until {until}.\n"
    assert "You have leave from" in twice.err
    assert ended.out == "The leave has ended.\n"
    assert nothing.err == "赵永强 has no leave.\n"
    assert half.err == "Say --from and --until, or --end.\n"
    assert stranger.code == 2
    assert [row[0] for row in rows(tmp_path, "SELECT act FROM ledger ORDER BY position")] == [
        "on_leave",
        "back",
    ]


def test_what_writes_waits_until_the_bot_is_stopped_and_what_reads_does_not(
    county: Terminal, tmp_path: Path
) -> None:
    with only_process(tmp_path / "var" / "bangfu.db"):
        writing = county("staff", "revoke", "13800002001")
        reading = county("staff", "import", as_csv(tmp_path, STAFF), "--dry-run")
        listing = county("staff", "list")

    assert (writing.code, reading.code, listing.code) == (2, 0, 0)


def test_the_link_of_an_invitation_is_printed_here_as_well(county: Terminal) -> None:
    ended = county("staff", "invite", "13800002001", "--bot", "desk_bot")

    assert "https://t.me/desk_bot?start=join_" in ended.out
