"""In which capacity somebody acts on a case; worked out when it is read, never stored with the case."""

from __future__ import annotations

from enum import StrEnum


class Capacity(StrEnum):
    """What somebody is to one case."""

    REPORTER = "reporter"
    OWNER = "owner"
    SUPERIOR = "superior"
    DESK = "desk"  # nobody: the rules and the clock
