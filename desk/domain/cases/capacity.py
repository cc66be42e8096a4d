"""In which capacity somebody acts on a case; worked out when it is read, never stored with the case."""

from __future__ import annotations

from enum import StrEnum


class Capacity(StrEnum):
    """What somebody is to one case."""

    REPORTER = "reporter"
    OWNER = "owner"
    SUPERIOR = "superior"
    HELPER = "helper"  # a joined department
    LEADER = "leader"  # looks, and presses
    INSPECTOR = "inspector"  # calls the resident back
    LOOKER = "looker"  # the case lies in their area; they may read it
    DESK = "desk"  # nobody: the rules and the clock
