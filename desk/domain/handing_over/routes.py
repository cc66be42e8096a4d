"""To whom a new case goes first: the routing table of the rules, read for one case."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases.case import Hold, Kind
from desk.domain.county.areas import Level
from desk.domain.county.rules import Destination, Route, Rules
from desk.domain.handing_over.seats import LEVELS


def first_hold(rules: Rules, kind: Kind, trouble: str, known_to: Level, leads: str = "") -> Hold:
    """Where a case of this kind and trouble is held first, in a place known down to this level.

    `leads` is the department that is known to lead in the matter itself, more closely than by its trouble.

    The loader has made sure that some route fits everything.
    """
    _, route = route_of(rules, kind, trouble)
    if route.to is Destination.DEPARTMENT:
        return Hold(Level.COUNTY, route.department or leads or rules.trouble(trouble).department)
    wanted = Level(route.to.value)
    return Hold(max(wanted, known_to, key=LEVELS.index))


def route_of(rules: Rules, kind: Kind, trouble: str) -> tuple[int, Route]:
    """The line of the table that counts, from 1, with what it says."""
    lines = enumerate(rules.routes, start=1)
    return next((number, route) for number, route in lines if _fits(route, kind, trouble))


def _fits(route: Route, kind: Kind, trouble: str) -> bool:
    return route.kind in (None, kind) and route.trouble in (None, trouble)


def unreachable(routes: Sequence[Route]) -> Sequence[int]:
    """The lines, from 1, behind one that fits everything they fit: nobody would ever get there."""
    return [
        number
        for number, route in enumerate(routes, start=1)
        if any(_covers(earlier, route) for earlier in routes[: number - 1])
    ]


def _covers(earlier: Route, later: Route) -> bool:
    return earlier.kind in (None, later.kind) and earlier.trouble in (None, later.trouble)


def fits_everything(routes: Sequence[Route]) -> bool:
    """Whether no case can fall through the table."""
    return bool(routes) and routes[-1].kind is None and routes[-1].trouble is None
