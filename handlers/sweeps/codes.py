"""What the buttons of sweeps carry: which list or object, where in it, and the message that is edited."""

from __future__ import annotations

from typing import Final

from desk.actions.sweeps.pages import HOUSEHOLDS, Wanted
from handlers.talk.codes import short, whole

_OPEN, _DONE = "o", "d"
_FORWARD, _BACK = ">", "<"
_CODE: Final = 12  # digits of an area


def wanted_code(wanted: Wanted) -> str:
    """`<group>:<view><direction><row>`, 28 bytes at the most."""
    view = _DONE if wanted.done else _OPEN
    return f"{wanted.group}:{view}{_BACK if wanted.backwards else _FORWARD}{short(wanted.after)}"


def read_wanted(group: str, mark: str) -> Wanted:
    """What a code wants to see. Raises ValueError for what is no code of ours."""
    if mark[:1] not in (_OPEN, _DONE) or mark[1:2] not in (_FORWARD, _BACK):
        raise ValueError(mark)
    return Wanted(read_group(group), mark[0] == _DONE, whole(mark[2:]), mark[1] == _BACK)


def read_group(group: str) -> str:
    """A village, one's own households, or whatever comes first. Raises ValueError."""
    return group if group in ("", HOUSEHOLDS) else read_area(group)


def read_area(code: str) -> str:
    """The code of an area. Raises ValueError for what is none."""
    if len(code) != _CODE or not (code.isascii() and code.isdigit()):
        raise ValueError(code)
    return code
