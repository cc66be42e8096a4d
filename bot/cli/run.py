"""`bangfu run`: the desk itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import click

from bot.cli.alone import alone
from bot.process.ground import require_ground
from bot.process.logging import set_up_logging
from bot.settings import Settings, load_settings
from bot.settings_paths import SQLITE


@click.command()
def run() -> None:
    """Serve the desk until Ctrl-C; without BANGFU_BOT_TOKEN, the demo county in the local sandbox."""
    from bot.process.run import serve  # noqa: PLC0415 - half a second of imports that no other command needs

    settings = load_settings()
    set_up_logging(settings.log_level)
    require_ground(settings)
    for line in _what_begins(settings):
        click.echo(line)
    with alone(settings, making=True), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings))


def _what_begins(settings: Settings) -> Iterator[str]:
    """For whoever waits: the first start takes a while, and what is kept can be found again."""
    whom = "a county" if settings.live else "the demo county"
    yield f"Starting Bangfu {version('bangfu')} with {whom}; what it keeps lies in {settings.data_dir}."
    url = settings.database_url
    if url.startswith(SQLITE) and not Path(path := url.removeprefix(SQLITE)).exists():
        yield f"Making the database {path} …"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - there is none for some systems
    except ImportError:
        return None
    return uvloop.new_event_loop
