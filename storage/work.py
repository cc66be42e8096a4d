"""The unit of work: one transaction with everything that an action may touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from desk.domain.county.areas import Areas
from desk.domain.county.rules import Rules
from desk.ports.county import Places
from desk.ports.hearing import Deaf, Hearing
from desk.ports.policy import NoPolicy, Policy
from desk.ports.work import Work
from storage.broadcasts import BroadcastRoom
from storage.cases import CaseRoom
from storage.county import CountyRoom
from storage.danger import DangerRoom
from storage.engine.database import Connection
from storage.engine.facts import FactRows
from storage.engine.rows import Lazy
from storage.engine.seal import Seal
from storage.households import HouseholdRoom
from storage.ledger import LedgerRoom
from storage.mail import MailRoom
from storage.people import PeopleRoom
from storage.policy import PolicyRoom
from storage.procedures import ProcedureRoom
from storage.staff import StaffRoom
from storage.sweeps import SweepRoom
from storage.talk import TalkRoom
from storage.visits import VisitRoom


@dataclass(frozen=True, slots=True)
class Shared:
    """What all units of work have in common."""

    rules: Rules
    areas: Areas
    places: Places
    seal: Seal
    policy: Policy = field(default_factory=NoPolicy)
    pace: float = 25.0  # messages a second to everybody together
    hearing: Hearing = field(default_factory=Deaf)


class DeskWork(
    BroadcastRoom,
    CaseRoom,
    CountyRoom,
    DangerRoom,
    HouseholdRoom,
    LedgerRoom,
    MailRoom,
    PeopleRoom,
    PolicyRoom,
    ProcedureRoom,
    StaffRoom,
    SweepRoom,
    TalkRoom,
    VisitRoom,
):
    """The rooms of storage inside one transaction, at one moment."""

    facts = Lazy(FactRows)

    def __init__(self, connection: Connection, now: datetime, shared: Shared) -> None:
        super().__init__(connection, shared.seal, now)
        self.now, self.rules, self.areas = now, shared.rules, shared.areas
        self.places, self.policy, self.pace = shared.places, shared.policy, shared.pace
        self.hearing = shared.hearing

    @property
    def today(self) -> date:
        """The day it is in the county."""
        return self.rules.day_of(self.now)


def open_work(connection: Connection, now: datetime, shared: Shared) -> Work:
    """A unit of work on the connection of an open transaction."""
    return DeskWork(connection, now, shared)
