"""What the staff list needs of `storage`: posts, invitations, leave, approval by a second administrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.people.people import Leave, Post, Role, Staff
from desk.domain.staff.staffing import Approval, Handover, Invitation, NewPost


class StaffRepository(Protocol):
    """The staff list, posts and invitations."""

    async def find(self, staff_id: int) -> Staff | None: ...
    async def find_by_person(self, person_id: int) -> Staff | None: ...
    async def find_by_phone(self, phone: str) -> Staff | None: ...
    async def bind(self, staff_id: int, person_id: int) -> bool:
        """Give the staff entry to this person; False when it has one already."""
        ...

    async def posts_in(self, area_codes: Sequence[str]) -> Sequence[Post]:
        """Posts valid now over any of these areas, with holder, deputy and stand-in."""
        ...

    async def find_many(self, staff_ids: Sequence[int]) -> Sequence[Staff]: ...
    async def posts_held(self, staff_ids: Sequence[int]) -> Sequence[Post]:
        """Posts valid now that one of these officials holds."""
        ...

    async def posts_with(self, roles: Sequence[Role]) -> Sequence[Post]:
        """Posts of these roles valid now, wherever they are."""
        ...

    async def posts_of(self, staff_id: int) -> Sequence[Post]:
        """Posts valid now that this person holds, stands in for, or acts in as a deputy."""
        ...

    async def posts_not_over(self, staff_id: int) -> Sequence[Post]:
        """Posts that this person holds or stands in for, now or later."""
        ...

    async def find_post(self, post_id: int) -> Post | None: ...
    async def everybody(self) -> Sequence[Staff]:
        """The whole staff list, revoked entries included."""
        ...

    async def revoke(self, staff_id: int) -> None: ...
    async def add(self, name: str, phone: str) -> int:
        """Enter an official and return the row's id; a phone that is known keeps its row."""
        ...

    async def restore(self, staff_id: int) -> None: ...
    async def add_post(self, post: NewPost) -> int: ...
    async def end_post(self, post_id: int, at: datetime | None = None) -> None: ...
    async def void_invitations(self, staff_id: int) -> None: ...
    async def invite(self, staff_id: int, token_hash: str, expires_at: datetime) -> None:
        """Store an invitation; the older ones of this person end."""
        ...

    async def find_invitation(self, token_hash: str) -> Invitation | None: ...
    async def open_invitation(self, invitation_id: int, person_id: int) -> bool:
        """Tie the invitation to the first who opened it; False when that was somebody else."""
        ...

    async def count_try(self, invitation_id: int) -> int:
        """Count one failed try and return how many there were."""
        ...

    async def claim_invitation(self, invitation_id: int) -> None: ...


class LeaveRepository(Protocol):
    """Days on which officials are away."""

    async def add(self, leave: Leave) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        ...

    async def not_over(self, staff_id: int) -> Sequence[Leave]:
        """The ongoing one and those to come, the nearest first."""
        ...

    async def find(self, leave_id: int) -> Leave | None:
        """The leave of this row, ended or not."""
        ...

    async def cut(self, leave_id: int) -> None:
        """End it now; one that has not begun never begins."""
        ...


class ApprovalRepository(Protocol):
    """What a second administrator must agree to."""

    async def ask(self, approval: Approval) -> int:
        """Enter what is asked for (its id is ignored) and return the row's id."""
        ...

    async def find(self, approval_id: int) -> Approval | None:
        """What was asked, ruled and lapsed included."""
        ...

    async def open(self) -> Sequence[Approval]:
        """What waits and has not lapsed, oldest first."""
        ...

    async def rule(self, approval_id: int, ruled_by: int, *, granted: bool) -> bool:
        """Keep what was said; False when somebody was first."""
        ...


class HandoverRepository(Protocol):
    """Handovers that have not been followed to their end."""

    async def note(self, giver_id: int, heir_id: int) -> None:
        """What the giver has by name goes to the heir, after what was handed over before."""
        ...

    async def first(self) -> Handover | None:
        """The oldest, if there is any."""
        ...

    async def end(self, handover: Handover) -> None:
        """All of it has followed."""
        ...


class StaffPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def staff(self) -> StaffRepository: ...
    @property
    def leaves(self) -> LeaveRepository: ...
    @property
    def approvals(self) -> ApprovalRepository: ...
    @property
    def handovers(self) -> HandoverRepository: ...
