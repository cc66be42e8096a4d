"""`bangfu calendar`: the yearly notice becomes rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.rules.reading import load_rules
from desk.domain.deadlines.calendar import is_workday, provisional
from tests.cli.conftest import Terminal

NOTICE = ("--holidays", "2027-02-05..2027-02-11,2027-04-05", "--workdays", "2027-02-14")


def test_a_year_that_is_not_announced_says_so(terminal: Terminal) -> None:
    ended = terminal("calendar", "show", "2027")

    assert ended.code == 0
    assert "2027 is not announced yet" in ended.out


def test_a_notice_goes_into_the_countys_own_rules(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "county.toml"

    ended = terminal("calendar", "notice", "2027", *NOTICE, "--into", str(file))

    assert ended.code == 0, ended.err
    calendar = load_rules(str(file)).calendar
    assert not provisional(2027, calendar)
    assert not is_workday(date(2027, 2, 10), calendar)
    assert is_workday(date(2027, 2, 14), calendar)


def test_a_year_is_entered_once(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "county.toml"
    terminal("calendar", "notice", "2027", *NOTICE, "--into", str(file))
    before = file.read_text(encoding="utf-8")

    ended = terminal("calendar", "notice", "2027", *NOTICE, "--into", str(file))

    assert ended.code == 2
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    "words",
    [
        ("--holidays", "next week"),
        ("--holidays", ""),
        ("--holidays", "2027-02-05", "--workdays", "2027-02-08"),
        ("--holidays", "2027-02-06", "--workdays", "2027-02-06"),
    ],
)
def test_what_is_no_notice_is_refused_in_one_sentence(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "county.toml"

    ended = terminal("calendar", "notice", "2027", *words, "--into", str(file))

    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert not file.exists()


def test_a_notice_of_another_year_leaves_the_file_as_it_was(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "county.toml"
    file.write_text('extends = "xigang"\n', encoding="utf-8")

    ended = terminal("calendar", "notice", "2027", "--holidays", "2028-01-03", "--into", str(file))

    assert ended.code == 2
    assert file.read_text(encoding="utf-8") == 'extends = "xigang"\n'
