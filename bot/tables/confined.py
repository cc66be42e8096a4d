"""Reading an .xls or .xlsb in a process of its own.

The library believes what a damaged file of these kinds says of its own size: it asks for a terabyte, or
gives up with the whole process. Neither kind can be looked through before as an .xlsx can, so it is read
where memory and time are bounded, and only what was read comes back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from bot.tables import limits
from bot.tables.cells import Cell, CellFault, guessed
from bot.tables.grids import DAMAGED, UnreadableFile
from bot.tables.library import Values, sheets_of

_SECONDS: Final = 120
_REASON: Final = "reason"


def confined_sheets(path: Path) -> Iterator[Values]:
    """Every sheet with cells, as `sheets_of`. Raises UnreadableFile."""
    command = [sys.executable, "-m", __name__, str(path.absolute())]
    places = os.pathsep.join(part for part in sys.path if part)
    try:
        read = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "PYTHONPATH": places},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("takes too long to be read: send it in parts") from error
    if read.returncode:
        raise UnreadableFile(DAMAGED)
    for line in read.stdout.splitlines():
        yield _values(orjson.loads(line))


def _values(said: dict[str, Any]) -> Values:
    if _REASON in said:
        raise UnreadableFile(said[_REASON])
    rows = [[CellFault(cell[0]) if isinstance(cell, list) else cell for cell in row] for row in said["rows"]]
    merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in said["merged"]]
    return Values(said["number"], said["name"], said["hidden"], rows, merged)


def _lines(path: Path) -> Iterator[bytes]:
    """What is said to the process that asked: a line of JSON for each sheet, or the reason why not."""
    try:
        for sheet in sheets_of(path.read_bytes()):
            rows = [[_told(cell) for cell in row] for row in sheet.rows]
            yield orjson.dumps(
                {
                    "number": sheet.number,
                    "name": sheet.name,
                    "hidden": sheet.hidden,
                    "rows": rows,
                    "merged": sheet.merged,
                }
            )
    except UnreadableFile as error:
        yield orjson.dumps({_REASON: str(error)})


def _told(cell: Cell) -> str | float | bool | list[str]:
    """A cell as JSON has it; what a spreadsheet guessed is told by why it is not believed."""
    if isinstance(cell, str | int | float):
        return cell
    return [cell.reason if isinstance(cell, CellFault) else guessed(cell)]


def _bound() -> None:
    """Let this process have so much memory and time and no more, where the system can do that."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound()
    for line in _lines(Path(sys.argv[1])):
        sys.stdout.buffer.write(line + b"\n")
