"""One line per event on standard error, without token or password and without anybody's words."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType

from bot.connecting.errors import kind_of

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")
# Login and password before the host of any address: a proxy's, a database's.
_LOGIN = re.compile(r"(?<=://)[^\s/'\"<>]+@")
_LOUD = ("httpx", "httpcore", "aiosqlite", "asyncio", "apscheduler", "telegram", "aiohttp.access", "alembic")


class OneLine(logging.Formatter):
    """`2026-11-22T03:00:00.000Z WARNING bot.receiving.polling trouble with='telegram'`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line in which no secret is left, not even in a traceback."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{at.removesuffix('+00:00')}Z {record.levelname} {record.name} {_message(record)}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" | {_traced(record.exc_info)}"
        return redacted(line).replace("\n", " ⏎ ")


def set_up_logging(level: str = "INFO") -> None:
    """Send everything through one handler; libraries are heard from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LOUD:
        # Below that some of them write addresses, which hold the token, or whole updates.
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _last_words


def redacted(text: str) -> str:
    """The text without anything that looks like a bot token, or like a login in an address."""
    return _LOGIN.sub("<login>@", _TOKEN.sub("<token>", text))


def _message(record: logging.LogRecord) -> str:
    """What is said; of asyncio only the first line, for the others show errors with all they quote."""
    message = record.getMessage()
    return message.partition("\n")[0] if record.name == "asyncio" else message


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("ended by an error", exc_info=(kind, error, trace))


def _traced(info: tuple[type[BaseException] | None, BaseException | None, TracebackType | None]) -> str:
    """Class, reason and place of an error and of its causes; messages may quote people and stay out."""
    parts = []
    error = info[1]
    while error is not None:
        parts.append(f"{kind_of(error)}{_places(error.__traceback__)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " from ".join(parts)


def _places(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f" at {' > '.join(places[-4:])}" if places else ""
