"""A file of invitations, by the end of its name; made only when somebody prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from bot.invitations.page import Page
from bot.invitations.pdf import write_pdf
from bot.invitations.sheet import write_sheet

PRINTERS: Final[Mapping[str, Callable[[Path, str, Iterable[Page]], None]]] = {
    ".pdf": write_pdf,
    ".xlsx": write_sheet,
}
