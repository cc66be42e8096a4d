"""The unit of work as actions see it; `storage`, `places` and `bot` implement it.

Every method works inside the transaction of the `Work` it hangs on. Times are aware moments.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from desk.domain.county.areas import Areas
from desk.domain.county.rules import Rules
from desk.ports.broadcasts import BroadcastPorts
from desk.ports.callbacks import CallbackPorts
from desk.ports.cases import CasePorts
from desk.ports.county import CountyPorts, Places
from desk.ports.danger import DangerPorts
from desk.ports.escalation import EscalationPorts
from desk.ports.families import FamilyPorts
from desk.ports.handing_over import HandingOverPorts
from desk.ports.hearing import Hearing
from desk.ports.households import HouseholdPorts
from desk.ports.ledger import LedgerPorts
from desk.ports.mail import MailPorts
from desk.ports.people import PeoplePorts
from desk.ports.policy import Policy, PolicyPorts
from desk.ports.procedures import ProcedurePorts
from desk.ports.staff import StaffPorts
from desk.ports.sweeps import SweepPorts
from desk.ports.talk import TalkPorts
from desk.ports.visits import VisitPorts
from desk.ports.worklists import WorklistPorts


class Facts(Protocol):
    """What this database remembers about itself."""

    async def get(self, name: str) -> str | None: ...
    async def set(self, name: str, value: str) -> None: ...


class Work(
    BroadcastPorts,
    CallbackPorts,
    CasePorts,
    CountyPorts,
    DangerPorts,
    EscalationPorts,
    FamilyPorts,
    HandingOverPorts,
    HouseholdPorts,
    LedgerPorts,
    MailPorts,
    PeoplePorts,
    PolicyPorts,
    ProcedurePorts,
    StaffPorts,
    SweepPorts,
    TalkPorts,
    VisitPorts,
    WorklistPorts,
    Protocol,
):
    """One transaction with everything that an action may touch."""

    now: datetime
    rules: Rules
    areas: Areas
    places: Places
    policy: Policy
    hearing: Hearing
    pace: float  # messages a second to everybody together

    @property
    def facts(self) -> Facts: ...
    @property
    def today(self) -> date:
        """The day it is in the county."""
        ...
