"""Staff administration: invitations, posts to be given, and what may be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.people.people import Leave, Post, Role
from desk.domain.talk.messages import Json

APPROVAL_DAYS: Final = 3  # then it must be asked for again
MANDATORY: Final = (Role.COUNTY_OFFICE, Role.COMPLAINTS)
# Posts whose holder the way upwards asks for by level; the other roles may be anywhere.
LEVEL_OF: Final[Mapping[Role, Level]] = {
    Role.VILLAGE_MONITOR: Level.VILLAGE,
    Role.TOWN_DESK: Level.TOWN,
    Role.COUNTY_OFFICE: Level.COUNTY,
    Role.COMPLAINTS: Level.COUNTY,
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link for one entry of the staff list."""

    id: int
    staff_id: int
    expires_at: datetime
    tries: int
    opened_by: int | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """One card in one chat: enough to edit it."""

    key: str
    chat_id: int
    language: str


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be entered; without a holder it is vacant. `valid_from` is now when left out.

    `seat` where it goes on a seat that somebody else had before.
    """

    role: Role
    area_code: str
    staff_id: int | None = None
    stand_in_id: int | None = None
    department: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    seat: int | None = None


def following(post: Post, from_at: datetime, until_at: datetime | None) -> NewPost:
    """The same seat for another stretch of time, with the people of `post`."""
    return NewPost(
        role=post.role,
        area_code=post.area_code,
        staff_id=None if post.holder is None else post.holder.id,
        stand_in_id=None if post.stand_in is None else post.stand_in.id,
        department=post.department,
        valid_from=from_at,
        valid_to=until_at,
        seat=post.rank,
    )


class StaffAct(StrEnum):
    """What is done to the staff list; each is one ledger entry."""

    ENTER = "enter"  # a name and a number on the list, without a post as yet
    INVITE = "invite"
    REVOKE = "revoke"  # all authority ends at once
    RESTORE = "restore"  # back on the list; they join anew
    GIVE_POST = "give_post"
    END_POST = "end_post"
    STAND_IN = "stand_in"  # another stand-in, or none
    HAND_OVER = "hand_over"  # everything that somebody holds goes to somebody else
    ON_LEAVE = "on_leave"
    BACK = "back"  # a leave is called off
    WISH = "wish"  # a second administrator is asked
    AGREE = "agree"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class StaffWish:
    """One change of the staff list: about whom, and whichever of the rest it needs."""

    act: StaffAct
    staff_id: int
    post_id: int | None = None
    to_id: int | None = None  # the heir, or the new stand-in; without one nobody stands in
    role: Role | None = None
    area_code: str = ""
    department: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None

    def details(self) -> dict[str, Json]:
        """Ready for JSON; `wish_from` reads it back."""
        found = {name: getattr(self, name) for name in _FIELDS if getattr(self, name)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()
        }

    def codes(self) -> str:
        """The same for the ledger, in codes that stay."""
        return " ".join(f"{name}:{value}" for name, value in self.details().items())


_FIELDS: Final = tuple(field.name for field in fields(StaffWish) if field.name != "act")


def wish_from(act: StaffAct, details: Mapping[str, Json]) -> StaffWish:
    """What `Wish.details` wrote down."""
    return StaffWish(
        act=act,
        staff_id=_number(details, "staff_id") or 0,
        post_id=_number(details, "post_id"),
        to_id=_number(details, "to_id"),
        role=Role(str(details["role"])) if "role" in details else None,
        area_code=str(details.get("area_code", "")),
        department=str(details.get("department", "")),
        from_at=_moment(details, "from_at"),
        until_at=_moment(details, "until_at"),
    )


def _number(details: Mapping[str, Json], name: str) -> int | None:
    value = details.get(name)
    return value if isinstance(value, int) else None


def _moment(details: Mapping[str, Json], name: str) -> datetime | None:
    return datetime.fromisoformat(str(details[name])) if name in details else None


@dataclass(frozen=True, slots=True)
class Handover:
    """Whoever handed over, and to whom; what they have by name follows."""

    id: int
    giver_id: int
    heir_id: int


@dataclass(frozen=True, slots=True)
class Approval:
    """What one administrator asked for, and what a second one said to it."""

    id: int
    wish: StaffWish
    asked_by: int
    asked_at: datetime
    ruled_by: int | None = None
    granted: bool | None = None

    def lapsed(self, now: datetime) -> bool:
        """Whether it was asked too long ago to be agreed to."""
        return now >= self.asked_at + timedelta(days=APPROVAL_DAYS)


def clash(leaves: Iterable[Leave], from_at: datetime, until_at: datetime) -> Leave | None:
    """The leave that a new one would overlap."""
    return next((one for one in leaves if from_at < one.until_at and one.from_at < until_at), None)
