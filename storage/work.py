"""The unit of work: one transaction with everything that an action may touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from desk.domain.county.areas import Areas
from desk.domain.county.rules import Rules
from desk.ports.broadcasts import BroadcastRepository
from desk.ports.danger import AlarmRepository, MuteRepository
from desk.ports.escalation import CountRepository, LadderRepository
from desk.ports.families import FamilyRepository
from desk.ports.households import HouseholdRepository
from desk.ports.joint_work import CallRepository, HelperRepository
from desk.ports.leaves import ApprovalRepository, LeaveRepository
from desk.ports.policy import ItemWishRepository, NoPolicy, Policy
from desk.ports.procedures import MeasureRepository, ProcedureRepository
from desk.ports.staff import PeopleRepository, StaffRepository
from desk.ports.sweeps import SweepRepository
from desk.ports.visit_reminders import ReminderRepository
from desk.ports.visits import PeriodRepository, VisitRepository
from desk.ports.work import (
    AliasRepository,
    CaseRepository,
    DraftRepository,
    Facts,
    Inbox,
    Ledger,
    LedgerDays,
    Media,
    Outbox,
    Places,
    Work,
)
from desk.ports.worklists import QueueRepository, SearchRepository
from storage.broadcasts.broadcasts import BroadcastRows
from storage.cases.calls import CallRows
from storage.cases.cases import CaseRows
from storage.cases.counts import CountRows
from storage.cases.joint_parts import HelperRows
from storage.cases.ladder import LadderRows
from storage.cases.media import MediaRows
from storage.cases.queue import QueueRows
from storage.cases.search import SearchRows
from storage.county.aliases import AliasRows
from storage.danger.alarms import AlarmRows
from storage.danger.mutes import MuteRows
from storage.engine.database import Connection
from storage.engine.facts import FactRows
from storage.engine.seal import Seal
from storage.households.families import FamilyRows
from storage.households.households import HouseholdRows
from storage.households.measures import MeasureRows
from storage.ledger.ledger import LedgerRows
from storage.ledger.ledger_days import LedgerDayRows
from storage.mail.forgetting import InboxWords
from storage.mail.outbox import OutboxRows
from storage.people.people import PeopleRows
from storage.policy.item_wishes import ItemWishRows
from storage.procedures.procedures import ProcedureRows
from storage.staff.approvals import ApprovalRows
from storage.staff.leaves import LeaveRows
from storage.staff.staff import StaffRows
from storage.sweeps.sweeps import SweepRows
from storage.talk.drafts import DraftRows
from storage.visits.reminders import ReminderRows
from storage.visits.visits import VisitRows
from storage.visits.windows import PeriodRows


@dataclass(frozen=True, slots=True)
class Shared:
    """What all units of work have in common."""

    rules: Rules
    areas: Areas
    places: Places
    seal: Seal
    policy: Policy = field(default_factory=NoPolicy)
    pace: float = 25.0  # messages a second to everybody together


class DeskWork:
    """The rows of one transaction at one moment.

    All repositories are made at once: small objects cost less than deciding which are needed.
    """

    def __init__(self, connection: Connection, now: datetime, shared: Shared) -> None:
        self.now, self.rules, self.areas = now, shared.rules, shared.areas
        self.places, self.policy, self.pace = shared.places, shared.policy, shared.pace
        self._open_people(connection, now, shared)
        self._open_cases(connection, now, shared)
        self._open_households(connection, now, shared)
        self._open_mail(connection, now, shared)

    @property
    def today(self) -> date:
        """The day it is in the county."""
        return self.rules.day_of(self.now)

    def _open_people(self, connection: Connection, now: datetime, shared: Shared) -> None:
        seal = shared.seal
        self.people: PeopleRepository = PeopleRows(connection, seal, now)
        self.drafts: DraftRepository = DraftRows(connection, seal)
        self.alarms: AlarmRepository = AlarmRows(connection, seal)
        self.mutes: MuteRepository = MuteRows(connection, seal, now)
        self.sweeps: SweepRepository = SweepRows(connection, seal, now)
        self.staff: StaffRepository = StaffRows(connection, seal, now)
        self.leaves: LeaveRepository = LeaveRows(connection, now)
        self.approvals: ApprovalRepository = ApprovalRows(connection, seal, now)
        self.item_wishes: ItemWishRepository = ItemWishRows(connection, seal, now)
        self.aliases: AliasRepository = AliasRows(connection, now)

    def _open_cases(self, connection: Connection, now: datetime, shared: Shared) -> None:
        seal = shared.seal
        self.cases: CaseRepository = CaseRows(connection, seal, now)
        self.helpers: HelperRepository = HelperRows(connection)
        self.ladder: LadderRepository = LadderRows(connection, now)
        self.counts: CountRepository = CountRows(connection, now)
        self.queue: QueueRepository = QueueRows(connection, seal, now)
        self.search: SearchRepository = SearchRows(connection, seal)
        self.calls: CallRepository = CallRows(connection, seal, now)

    def _open_households(self, connection: Connection, now: datetime, shared: Shared) -> None:
        self.households: HouseholdRepository = HouseholdRows(connection, shared.seal)
        self.families: FamilyRepository = FamilyRows(connection, now)
        self.procedures: ProcedureRepository = ProcedureRows(connection, shared.seal, now)
        self.measures: MeasureRepository = MeasureRows(connection, shared.seal, now)
        self.visits: VisitRepository = VisitRows(connection, shared.seal, now)
        self.periods: PeriodRepository = PeriodRows(connection)
        self.reminders: ReminderRepository = ReminderRows(connection, now)

    def _open_mail(self, connection: Connection, now: datetime, shared: Shared) -> None:
        seal = shared.seal
        self.broadcasts: BroadcastRepository = BroadcastRows(connection, seal, now)
        self.ledger: Ledger = LedgerRows(connection, seal, now)
        self.ledger_days: LedgerDays = LedgerDayRows(connection, shared.rules.zone)
        self.facts: Facts = FactRows(connection)
        self.outbox: Outbox = OutboxRows(connection, seal, now)
        self.inbox: Inbox = InboxWords(connection)
        self.media: Media = MediaRows(connection, now)


def open_work(connection: Connection, now: datetime, shared: Shared) -> Work:
    """A unit of work on the connection of an open transaction."""
    return DeskWork(connection, now, shared)
