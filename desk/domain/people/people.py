"""Residents, officials, and the posts that officials hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.domain.county.phones import same_number


class Role(StrEnum):
    """What a post lets its holder do."""

    RESIDENT = "resident"
    VILLAGE_MONITOR = "village_monitor"
    RESPONSIBLE_OFFICER = "responsible_officer"
    TOWN_DESK = "town_desk"
    DEPARTMENT_DESK = "department_desk"
    COUNTY_OFFICE = "county_office"  # the county duty post is one of these
    LEADER = "leader"
    INSPECTOR = "inspector"
    COMPLAINTS = "complaints"  # outside the line: complaints about officials end here


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot. `user_id` is also the number of their private chat.

    `phone` is a way to ring them up, and may be anything they said. `verified` is the number that they have
    shown to be their own by their own contact card; it alone proves who somebody is.
    """

    id: int
    user_id: int
    name: str = ""
    language: str = "zh_CN"
    phone: str = ""
    area_code: str | None = None
    consented_at: datetime | None = None
    consent_version: str | None = None
    reachable: bool = True
    verified: str = ""
    card_asked_at: datetime | None = None  # when they were asked for their own card, which is once

    def has_verified(self, phone: str) -> bool:
        """Whether this is the number that they have shown to be their own."""
        return bool(self.verified) and same_number(self.verified, phone)


@dataclass(frozen=True, slots=True)
class Staff:
    """An official on the staff list. `person_id` and `user_id` are empty until the invitation was claimed."""

    id: int
    name: str
    phone: str
    person_id: int | None = None
    user_id: int | None = None
    language: str = "zh_CN"
    reachable: bool = True
    revoked: bool = False
    away: bool = False  # on leave at this moment

    @property
    def present(self) -> bool:
        """Whether they would see to a card: joined, not revoked, not on leave, the bot not blocked."""
        return self.user_id is not None and self.reachable and not self.revoked and not self.away


@dataclass(frozen=True, slots=True)
class Post:
    """A role over an area, held from one moment to another, with a stand-in.

    `deputy` acts for a holder who is on leave, as the holder asked; the stand-in comes after. `seat` is
    the first post on this seat, where somebody took it over from somebody else.
    """

    id: int
    role: Role
    area_code: str
    department: str | None
    holder: Staff | None
    stand_in: Staff | None
    valid_from: datetime
    valid_to: datetime | None = None
    deputy: Staff | None = None
    seat: int | None = None

    @property
    def rank(self) -> int:
        """The order among posts over the same place: whoever takes a seat over inherits its turn."""
        return self.seat or self.id

    @property
    def people(self) -> tuple[Staff, ...]:
        """Whoever may act by this post, in the order in which they are asked."""
        return tuple(staff for staff in (self.holder, self.deputy, self.stand_in) if staff is not None)

    @property
    def on_duty(self) -> Staff | None:
        """Whoever sees to this post at this moment: the first of its people who is present."""
        return next((staff for staff in self.people if staff.present), None)


def on_duty(posts: Iterable[Post]) -> list[Staff]:
    """Whoever sees to these posts at this moment, each once, in the order of the posts."""
    found = (post.on_duty for post in posts)
    return list({staff.id: staff for staff in found if staff is not None}.values())


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which an official is away, with whoever acts meanwhile."""

    id: int
    staff_id: int
    from_at: datetime
    until_at: datetime
    deputy_id: int | None = None
