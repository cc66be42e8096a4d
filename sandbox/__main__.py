"""`python -m sandbox`: serve the sandbox on a loopback address until Ctrl-C or SIGTERM."""

import argparse
import asyncio
import ipaddress
import os
import signal
import sqlite3
import sys
from pathlib import Path

from aiohttp import web

from sandbox.errors import ControlError
from sandbox.people import read_cast
from sandbox.profile import Bot
from sandbox.server import create_app
from sandbox.store import StateError, open_store
from sandbox.world import World

_STOP_SECONDS = 1.0


def main() -> int:
    """Serve; 0 after a stop by signal, 2 with one sentence if the sandbox cannot start."""
    options = _parsed()
    try:
        _check(options)
        world = _world(options)
        asyncio.run(_serve(world, options))
    except (StateError, ControlError) as error:
        return _refuse(str(error))
    except sqlite3.Error as error:
        return _refuse(f"The state file {options.state} cannot be used: {error}.")
    except OSError as error:
        return _refuse(f"{error.filename or 'Something that is needed'} cannot be used: {_reason(error)}.")
    world.store.close()
    return 0


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Bot API with people to talk to.")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--token", default="123456:sandbox-token-for-trying-a-bot", help="the bot's token")
    parser.add_argument("--state", type=Path, help="SQLite file that keeps the world across restarts")
    parser.add_argument("--cast", type=Path, help="JSON file with the people")
    parser.add_argument("--botapi-files", type=Path, help="folder for the bytes of files")
    parser.add_argument("--seed", type=int, help="fixes all chance")
    parser.add_argument("--bot-username", default="sandbox_bot")
    parser.add_argument("--bot-name", default="Sandbox")
    parser.add_argument("--until-eof", action="store_true", help="stop when the standard input ends")
    return parser.parse_args()


def _check(options: argparse.Namespace) -> None:
    if options.host != "localhost" and not _is_loopback(options.host):
        raise StateError(f"The sandbox listens on loopback addresses only, not on {options.host}.")
    number, colon, secret = options.token.partition(":")
    if not (number.isascii() and number.isdigit() and colon and secret) or number.startswith("0"):
        raise StateError("The token must look like 123456:letters-and-digits.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _world(options: argparse.Namespace) -> World:
    bot = Bot(options.token, options.bot_username, options.bot_name)
    world = World(bot, open_store(options.state), seed=options.seed, files_folder=options.botapi_files)
    for person in read_cast(options.cast) if options.cast else ():
        world.people.add(person)
    world.commit()
    return world


async def _serve(world: World, options: argparse.Namespace) -> None:
    stop, loop, host, port = asyncio.Event(), asyncio.get_running_loop(), options.host, options.port
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if options.until_eof:
        loop.add_reader(sys.stdin, _over, loop, stop)  # nothing is ever written there
    runner = web.AppRunner(create_app(world), access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        sys.stdout.write(f"Sandbox ready on http://{host}:{port}/\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise StateError(f"Cannot listen on {host}:{port}: {_reason(error)}.") from error


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)


def _over(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The standard input has ended, and with it whoever started this."""
    loop.remove_reader(sys.stdin)
    stop.set()


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
