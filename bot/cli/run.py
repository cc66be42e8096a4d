"""`bangfu run`: the desk itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import click

from bot.cli.alone import alone
from bot.logging import set_up_logging
from bot.settings import load_settings


@click.command()
def run() -> None:
    """Serve the desk until Ctrl-C; without BANGFU_BOT_TOKEN, the demo county in the local sandbox."""
    from bot.run import serve  # noqa: PLC0415 - half a second of imports that no other command needs

    settings = load_settings()
    set_up_logging(settings.log_level)
    with alone(settings), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - there is none for some systems
    except ImportError:
        return None
    return uvloop.new_event_loop
