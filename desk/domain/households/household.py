"""The register of households: people who live together, their standing, and who looks after them.

The register records what was decided elsewhere; it decides nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from desk.domain.county.areas import Areas
from desk.domain.people.people import Post, Role, Staff
from desk.domain.worklists.queue import within


class HouseholdClass(StrEnum):
    """How a household stands in the register."""

    LIFTED = "lifted"  # out of poverty by formal decision
    MONITORED = "monitored"  # watched by formal decision, so that it does not fall back
    ORDINARY = "ordinary"


class MonitoredKind(StrEnum):
    """Why a household is watched."""

    UNSTABLE = "unstable"  # lifted, and not safe yet
    MARGINAL = "marginal"  # never counted as poor, close to it
    SUDDEN = "sudden"  # struck by something grave


class RiskType(StrEnum):
    """What may throw a household back."""

    GRAVE_ILLNESS = "grave_illness"
    LONG_ILLNESS = "long_illness"
    SCHOOLING = "schooling"
    UNSAFE_HOUSING = "unsafe_housing"
    UNSAFE_WATER = "unsafe_water"
    CALAMITY = "calamity"
    ACCIDENT = "accident"
    DISABILITY = "disability"
    FEW_HANDS = "few_hands"
    JOBLESS = "jobless"
    FAILED_TRADE = "failed_trade"
    OTHER = "other"


class HouseholdAct(StrEnum):
    """What is done to an entry of the register; each is one entry in the ledger of that household."""

    ENTER = "enter"
    UPDATE = "update"
    READ = "read"  # somebody saw the whole of it
    VISIT = "visit"
    CORRECT_VISIT = "correct_visit"  # what was found at a visit was put right
    FIND_PROBLEM = "find_problem"  # … became a case
    PLAN_VISIT = "plan_visit"  # somebody said when they come
    PAUSE = "pause"  # nobody needs to go there for a while
    RESUME = "resume"
    PLAN_MEASURE = "plan_measure"
    FINISH_MEASURE = "finish_measure"
    TIE = "tie"  # somebody in the chat counts as one of the family
    UNTIE = "untie"  # … and does not any more


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household. `relation` to the head is kept as the county writes it.

    `phone` is empty where it is the household's.
    """

    name: str
    id_number: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A help given to a household: planned, then done. What came with the register was planned by nobody."""

    words: str
    risk: RiskType | None = None  # against what it helps, where somebody said so
    planned_on: date | None = None  # by when it is to be done
    done_on: date | None = None
    planned_by: int | None = None  # of the staff list
    done_by: int | None = None
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Household:
    """One entry of the register; the first member is the head. `number` is the county's own."""

    id: int
    number: str
    area_code: str
    household_class: HouseholdClass
    members: tuple[Member, ...]
    monitored_kind: MonitoredKind | None = None
    risks: tuple[RiskType, ...] = ()
    address: str = ""
    phone: str = ""
    officer_id: int | None = None  # the responsible officer's row of the staff list
    cadre_id: int | None = None  # … and that of the cadre paired with it, where there is one
    lives_away: bool = False  # they work away; whoever looks after them rings them up
    measures: tuple[Measure, ...] = ()

    @property
    def head(self) -> Member:
        """Whose name the household goes by."""
        return self.members[0]


_IN_CODES: Final = (
    "area_code",
    "household_class",
    "monitored_kind",
    "risks",
    "officer_id",
    "cadre_id",
    "lives_away",
)
_IN_WORDS: Final = ("members", "address", "phone", "measures")


def differences(before: Household, after: Household) -> tuple[str, ...]:
    """The fields in which two states of one household differ."""
    return tuple(name for name in (*_IN_CODES, *_IN_WORDS) if getattr(before, name) != getattr(after, name))


def as_codes(before: Household, after: Household) -> str:
    """The differences for the ledger: what is a code with its old and new value, what is personal by name."""
    changed = differences(before, after)
    return " ".join(
        f"{name}:{_code(getattr(before, name))}>{_code(getattr(after, name))}" if name in _IN_CODES else name
        for name in changed
    )


def _code(value: object) -> str:
    if value is None:
        return ""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


# Whoever looks after a place knows who lives there; nobody else does by a post over an area.
_OVER_PLACES: Final = (Role.VILLAGE_MONITOR, Role.TOWN_DESK, Role.COUNTY_OFFICE)
KEEPERS: Final = frozenset(_OVER_PLACES)
READERS: Final = frozenset({*_OVER_PLACES, Role.RESPONSIBLE_OFFICER})


@dataclass(frozen=True, slots=True)
class Sight:
    """Which households an official may see: those of areas, by role, and those of named officers."""

    areas: Mapping[str, Role]
    officers: tuple[int, ...]

    def sees_as(self, household: Household) -> Role | None:
        """In which role this household may be seen; None when it may not."""
        if household.officer_id in self.officers:
            return Role.RESPONSIBLE_OFFICER
        return self.areas.get(household.area_code)


def sight_of(staff: Staff, posts: Iterable[Post], areas: Areas) -> Sight:
    """What an official with these posts sees: the lowest post over a place is the role there.

    Whoever acts for a responsible officer sees that officer's households too.
    """
    held = list(posts)
    seen: dict[str, Role] = {}
    for role in _OVER_PLACES:
        for code in _codes(held, role, areas):
            seen.setdefault(code, role)
    acted_for = {
        post.holder.id
        for post in held
        if post.role is Role.RESPONSIBLE_OFFICER and post.holder is not None and not post.holder.revoked
    }
    return Sight(seen, tuple(sorted({staff.id, *acted_for})))


def _codes(posts: Iterable[Post], role: Role, areas: Areas) -> Iterator[str]:
    for post in posts:
        if post.role is role:
            yield from (area.code for area in within(areas, post.area_code))
