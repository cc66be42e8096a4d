"""What actions need from the world; `storage`, `places` and `bot` implement it.

Every method works inside the transaction of the `Work` it hangs on. Times are aware moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from desk.domain.cases.case import Case, Kind, Word
from desk.domain.cases.ledger import Entry
from desk.domain.county.areas import Area, Areas
from desk.domain.county.mentions import Mention
from desk.domain.county.rules import Rules
from desk.domain.staff.staffing import Copy
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json, Message
from desk.domain.talk.said import Said
from desk.ports.broadcasts import BroadcastRepository
from desk.ports.danger import AlarmRepository, MuteRepository
from desk.ports.escalation import CountRepository, LadderRepository
from desk.ports.families import FamilyRepository
from desk.ports.households import HouseholdRepository
from desk.ports.joint_work import CallRepository, HelperRepository
from desk.ports.leaves import ApprovalRepository, LeaveRepository
from desk.ports.policy import ItemWishRepository, Policy
from desk.ports.procedures import MeasureRepository, ProcedureRepository
from desk.ports.staff import PeopleRepository, StaffRepository
from desk.ports.sweeps import SweepRepository
from desk.ports.visit_reminders import ReminderRepository
from desk.ports.visits import PeriodRepository, VisitRepository
from desk.ports.worklists import QueueRepository, SearchRepository


class DraftRepository(Protocol):
    """Unfinished forms, one per chat."""

    async def find(self, chat_id: int) -> Draft | None: ...
    async def save(self, draft: Draft) -> bool:
        """Store if the row still has version `draft.version - 1`, or is new (version 1); else False."""
        ...

    async def drop(self, draft: Draft) -> bool:
        """Forget it if it is still as it was read; else False: its writer has gone on."""
        ...

    async def whole(self, draft: Draft) -> Draft:
        """The draft with its story among the answers."""
        ...

    async def newest(self, draft: Draft) -> Sequence[dict[str, Json]]:
        """The last few pieces of its story, in the order said; the rest may be long."""
        ...

    async def find_piece(self, draft: Draft, message_id: int) -> dict[str, Json] | None:
        """What a message said in the story of this draft; None when it is not part of it."""
        ...

    async def replace_piece(self, draft: Draft, piece: dict[str, Json]) -> Draft | None:
        """The draft, unsaved, after an edited message took the place of the old one; None when it is not of
        this story.
        """
        ...

    async def forget_story(self, draft: Draft) -> None:
        """Another form takes its place."""
        ...

    async def find_quiet(self, *, since: datetime, limit: int) -> Sequence[Draft]:
        """Drafts not touched since then, oldest first."""
        ...

    async def mark_reminded(self, chat_id: int, at: datetime) -> None: ...


class CaseRepository(Protocol):
    """Cases and what was said in them."""

    async def next_number(self, day: str) -> int:
        """The next number of that day (`YYMMDD`), from 1, with possible gaps."""
        ...

    async def skip_numbers(self, day: str, count: int) -> None:
        """Never give out the next `count` numbers of that day: somebody may hold them already."""
        ...

    async def add(self, case: Case) -> Case:
        """Store a new case (its id is ignored) and return it with its id."""
        ...

    async def find(self, case_id: int) -> Case | None: ...
    async def find_by_number(self, number: str) -> Case | None: ...
    async def save(self, case: Case) -> bool:
        """Store if the row still has version `case.version - 1`; else False: somebody was first."""
        ...

    async def count_since(self, kind: Kind, area_code: str, since: datetime) -> tuple[int, int]:
        """How many cases of a kind came from an area since then, and how many of them are urgent."""
        ...

    async def add_words(self, case_id: int, words: Sequence[Word]) -> None: ...
    async def replace_word(self, case_id: int, word: Word) -> None: ...
    async def said_by(self, person_id: int, since: datetime) -> Sequence[tuple[int, Word]]:
        """What somebody said in cases since then, newest first, with the case; not of anonymous ones."""
        ...

    async def words(self, case_id: int) -> Sequence[Word]:
        """What was said, in the order it was kept: of very much the beginning and the newest."""
        ...

    async def files(self, case_id: int, skip: int, limit: int) -> Sequence[Word]:
        """What residents sent that is no text, without the newest of it, in the order it was kept."""
        ...

    async def find_of_reporter(self, person_id: int, limit: int = 20) -> Sequence[Case]:
        """Newest first."""
        ...

    async def find_complaints_of(self, person_id: int) -> Sequence[Case]:
        """Every complaint about an official that the person ever made, also those made anonymously."""
        ...

    async def find_merged_into(self, case_id: int) -> Sequence[Case]:
        """What was merged into the case, and what into that, oldest first."""
        ...

    async def find_open_in(self, area_codes: Sequence[str], limit: int) -> Sequence[Case]:
        """Cases in those areas that an official has, nearest deadline first."""
        ...

    async def find_told(self, staff_id: int, limit: int = 200) -> Sequence[Case]:
        """Open cases whose card went to this official last, nearest deadline first."""
        ...

    async def find_silent(self, before: datetime, limit: int) -> Sequence[Case]:
        """Resolved cases whose time for an answer was over before that moment, the oldest first."""
        ...

    async def find_unverified(self, limit: int) -> Sequence[Case]:
        """Resolved cases that officials reported and a superior has not looked at, nearest end first."""
        ...

    async def find_unfinished(self, after_id: int, limit: int) -> Sequence[Case]:
        """Cases that an official has (not resolved, not finished), by id."""
        ...

    async def find_clocks(self, now: datetime, after_id: int, limit: int) -> Sequence[Case]: ...

    async def add_visit(
        self, case_id: int, staff_id: int, how: str, visited_at: datetime, findings: str
    ) -> None: ...
    async def add_follow_up(self, case_id: int, round_number: int) -> None: ...
    async def answer_follow_up(self, case_id: int, round_number: int, rating: str, words: str) -> None: ...


class Ledger(Protocol):
    """Append only."""

    async def append(self, entry: Entry) -> None: ...
    async def has_since(self, case_id: int, acts: Sequence[str], since: datetime) -> bool:
        """Whether one of these acts was done to the case from that moment on."""
        ...


class Facts(Protocol):
    """What this database remembers about itself."""

    async def get(self, name: str) -> str | None: ...
    async def set(self, name: str, value: str) -> None: ...


class LedgerDays(Protocol):
    """One digest a day over everything the ledger got."""

    async def next_to_close(self, now: datetime) -> date | None:
        """The oldest day that is over and not closed; None when there is none."""
        ...

    async def close(self, day: date, now: datetime) -> None:
        """Keep the digest of a day; closing it twice is closing it once."""
        ...


class Outbox(Protocol):
    """Messages decided; they leave after the commit."""

    async def say(self, message: Message) -> None:
        """Store one message; a key that exists already is left alone."""
        ...

    async def has(self, key: str) -> bool: ...

    async def copies(self, case_id: int, card: str) -> Sequence[Copy]:
        """The cards of that family, one per chat, newest first, that were sent or wait."""
        ...

    async def silence(self, case_id: int, prefix: str) -> None:
        """Drop what still waits for this case and whose key begins so: facts have overtaken it."""
        ...

    async def drop(self, keys: Sequence[str]) -> None:
        """Drop what still waits under these keys: facts have overtaken it."""
        ...

    async def forget(self, keys: Sequence[str]) -> None:
        """Empty what messages with these keys said, as far as they have left; the rows stay."""
        ...


class Inbox(Protocol):
    """Updates as they came."""

    async def forget(self, said: Said) -> None:
        """Empty the stored updates of this chat, `said` included: their writer does not want them kept."""
        ...

    async def forget_chat(self, chat_id: int) -> None:
        """Empty the updates of this chat that were handled."""
        ...


class Media(Protocol):
    """Files to fetch."""

    async def fetch_later(self, case_id: int, file_id: str, kind: str) -> None: ...


class Places(Protocol):
    """Which village is meant."""

    def recognise(self, text: str) -> Mention: ...
    def near(self, latitude: float, longitude: float) -> Sequence[Area]:
        """Areas at this point where the county has such data; usually none."""
        ...


class AliasRepository(Protocol):
    """Names learnt from people who confirmed them."""

    async def learn(self, alias: str, area_code: str, person_id: int) -> None: ...


class Work(Protocol):
    """One transaction with everything that an action may touch."""

    now: datetime
    rules: Rules
    areas: Areas
    places: Places
    policy: Policy
    pace: float  # messages a second to everybody together
    people: PeopleRepository
    drafts: DraftRepository
    alarms: AlarmRepository
    mutes: MuteRepository
    cases: CaseRepository
    helpers: HelperRepository
    calls: CallRepository
    ladder: LadderRepository
    counts: CountRepository
    queue: QueueRepository
    search: SearchRepository
    households: HouseholdRepository
    families: FamilyRepository
    procedures: ProcedureRepository
    measures: MeasureRepository
    visits: VisitRepository
    periods: PeriodRepository
    reminders: ReminderRepository
    broadcasts: BroadcastRepository
    sweeps: SweepRepository
    staff: StaffRepository
    leaves: LeaveRepository
    approvals: ApprovalRepository
    item_wishes: ItemWishRepository
    ledger: Ledger
    ledger_days: LedgerDays
    facts: Facts
    outbox: Outbox
    inbox: Inbox
    media: Media
    aliases: AliasRepository

    @property
    def today(self) -> date:
        """The day it is in the county."""
        ...
