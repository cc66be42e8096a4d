"""Who may do what, as one table: role × act × where the case stands to the post.

An official has a standing to a case through each post; the standing gives a capacity, the capacity its acts.
What the state of the case allows is the business of the lifecycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act
from desk.domain.cases.lifecycle import TABLE
from desk.domain.people.people import Role


class PostRelation(StrEnum):
    """Where a case stands to one post of an official."""

    OWN = "own"  # accountable for it
    BELOW = "below"  # the post is asked when something must be ruled
    AREA = "area"  # in the post's area, and others have it
    JOINED = "joined"  # the post's department, or its village, was asked for its part
    OUTSIDE = "outside"  # a complaint about an official, which this post neither holds nor rules
    ELSEWHERE = "elsewhere"


_LINE: Final = frozenset({Role.VILLAGE_MONITOR, Role.TOWN_DESK, Role.COUNTY_OFFICE})
_ABOVE: Final = frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE, Role.DEPARTMENT_DESK, Role.LEADER})

# What a standing makes of somebody; a cell that is not here makes nothing of them.
CAPACITY: Final[Mapping[tuple[Role, PostRelation], Capacity]] = {
    **{(role, PostRelation.OWN): Capacity.OWNER for role in (*_LINE, *_ABOVE, Role.COMPLAINTS)},
    **{(role, PostRelation.BELOW): Capacity.SUPERIOR for role in _ABOVE},
    **{(role, PostRelation.AREA): Capacity.LOOKER for role in _LINE},
    (Role.LEADER, PostRelation.AREA): Capacity.LEADER,
    (Role.INSPECTOR, PostRelation.AREA): Capacity.INSPECTOR,
    **{(role, PostRelation.JOINED): Capacity.HELPER for role in (*_LINE, Role.DEPARTMENT_DESK)},
}


class MuteAct(StrEnum):
    """What may be done about somebody who cries wolf."""

    ASK = "ask"
    RULE = "rule"  # never whoever asked
    END = "end"


# The town asks, the county agrees; where no town is known one of the county asks, and another one agrees.
MUTING: Final[Mapping[MuteAct, frozenset[Role]]] = {
    MuteAct.ASK: frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE}),
    MuteAct.RULE: frozenset({Role.COUNTY_OFFICE}),
    MuteAct.END: frozenset({Role.COUNTY_OFFICE}),
}

# The reporter's own acts; two of them an inspector does for a resident on the telephone.
REPORTERS_ACTS: Final = frozenset(act for (_, act, capacity) in TABLE if capacity is Capacity.REPORTER) - {
    Act.VIEW,
    Act.SUBMIT,
}
# Whoever has several capacities acts in the first of these that may do the act.
_BY_WEIGHT: Final = (
    Capacity.OWNER,
    Capacity.SUPERIOR,
    Capacity.LEADER,
    Capacity.HELPER,
    Capacity.INSPECTOR,
    Capacity.LOOKER,
)


def capacities_for(act: Act) -> tuple[Capacity, ...]:
    """The capacities of officials in which this act can be done at all, the weightiest first."""
    able = {capacity for (_, possible, capacity) in TABLE if possible is act}
    return tuple(capacity for capacity in _BY_WEIGHT if capacity in able)


def may(role: Role, act: Act, scope: PostRelation) -> bool:
    """One cell of the matrix: whether a post of this role may ever do this act to a case standing so."""
    capacity = CAPACITY.get((role, scope))
    return capacity is not None and capacity in capacities_for(act)
