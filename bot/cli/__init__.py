"""The command `bangfu`: everything that an operator does from a terminal."""

from __future__ import annotations

from importlib import import_module

import click

# Each command lies in the module of its name and is loaded when it is asked for: `place` needs no bot.
COMMANDS = (
    "run",
    "init",
    "check",
    "who",
    "staff",
    "households",
    "visits",
    "sweep",
    "broadcast",
    "invite",
    "place",
    "calendar",
    "ledger",
    "doctor",
    "timetable",
    "simulate",
    "backup",
    "restore",
    "ask",
    "policy",
    "hearing",
)


class _Commands(click.Group):
    """Commands by name, loaded late."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The order in which they are explained."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"bot.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bangfu", message="%(version)s")
def cli() -> None:
    """A service desk in a chat: residents report, officials answer."""
