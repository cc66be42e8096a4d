"""What an operator can set or type is written down."""

from __future__ import annotations

import re

import click

from bot.cli import cli
from bot.settings import names
from schedules.timetable import TIMETABLE
from tests.house.source import ROOT


def test_every_setting_has_its_paragraph() -> None:
    written = re.findall(r"^### `(BANGFU_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)

    assert sorted(written) == sorted(names())


def test_every_command_is_in_the_manual() -> None:
    manual = (ROOT / "docs/operations.md").read_text()

    missing = [command for command in _commands(cli) if f"`bangfu {command}" not in manual]

    assert len(_commands(cli)) > 3
    assert not missing, "\n".join(missing)


def test_the_manual_names_no_command_that_does_not_exist() -> None:
    named = set(re.findall(r"`bangfu ([a-z]+)", (ROOT / "docs/operations.md").read_text()))

    assert named <= set(_commands(cli))


def test_everything_that_happens_by_itself_is_in_the_manual_and_nothing_else() -> None:
    manual = (ROOT / "docs/operations.md").read_text()
    table = manual.partition("\n| Tick |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `([a-z_]+)`", table, re.MULTILINE) == [tick.name for tick in TIMETABLE]


def _commands(group: click.Group) -> list[str]:
    context = click.Context(group)
    return [name for name in group.list_commands(context) if _is_shown(group.get_command(context, name))]


def _is_shown(command: click.Command | None) -> bool:
    assert command is not None
    return not command.hidden
