"""«Who gets it?», step by step in plain words for operators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desk.domain.cases.case import Hold, Kind
from desk.domain.county.areas import Areas
from desk.domain.county.phones import masked
from desk.domain.county.rules import Route, Rules
from desk.domain.deadlines.calendar import provisional
from desk.domain.deadlines.deadlines import accept_due, deadlines_of, needs_visit, reply_due, visit_due
from desk.domain.handing_over.routes import route_of
from desk.domain.handing_over.routing import Choice, RoutingStep, StepCode

_SENTENCES = {
    StepCode.NO_AREA: "{level}: the place is not known so closely",
    StepCode.NO_POST: "{level} {area}: there is no post",
    StepCode.VACANT: "{level} {area}: the post is vacant",
    StepCode.NOT_JOINED: "{level} {area}: {who} has not joined",
    StepCode.UNREACHABLE: "{level} {area}: {who} has blocked the bot",
    StepCode.REVOKED: "{level} {area}: {who} was taken off the list",
    StepCode.AWAY: "{level} {area}: {who} is on leave",
    StepCode.BARRED: "{level} {area}: {who} must not learn of it",
    StepCode.CHOSEN_HOLDER: "{level} {area}: {who} holds the post and answers for it",
    StepCode.CHOSEN_DEPUTY: "{level} {area}: {who} is the deputy of the holder on leave and answers for it",
    StepCode.CHOSEN_STAND_IN: "{level} {area}: {who} stands in and answers for it",
    StepCode.CHOSEN_ABSENT: "nobody is present anywhere: {who} is accountable, but no card will arrive",
}


def explain_choice(choice: Choice, areas: Areas) -> Iterator[str]:
    """The way to the accountable person, a line for each step."""
    for number, step in enumerate(choice.steps, start=1):
        yield f"{number}. {_sentence(step, areas)}"


def _sentence(step: RoutingStep, areas: Areas) -> str:
    area = areas.get(step.area_code)
    who = f"{step.staff.name} ({masked(step.staff.phone)})" if step.staff else ""
    level = f"{step.level} {step.department}".rstrip()
    name = f"the stand-in {who}" if step.stand_in and step.code is not StepCode.CHOSEN_STAND_IN else who
    template = _SENTENCES[step.code]
    return template.format(level=level, area=area.name if area else step.area_code, who=name)


def explain_route(rules: Rules, kind: Kind, trouble: str, hold: Hold) -> str:
    """Which line of the routing table decides, and where the case is held first."""
    number, route = route_of(rules, kind, trouble)
    fits = " and ".join(f"{name} {value}" for name, value in _narrowed(route)) or "everything"
    place = hold.department or f"the {hold.level}"
    return f"Route {number} (fits {fits}) gives {kind} about {trouble} to {place} first."


def _narrowed(route: Route) -> Iterator[tuple[str, str]]:
    if route.kind is not None:
        yield "kind", route.kind
    if route.trouble is not None:
        yield "trouble", route.trouble


def explain_deadlines(kind: Kind, now: datetime, rules: Rules) -> Iterator[str]:
    """By when what must be done if it were submitted now."""
    yield f"Submitted now, accepted by {accept_due(now, rules):%Y-%m-%d %H:%M}"
    yield f"  (in danger by {accept_due(now, rules, danger=True):%Y-%m-%d %H:%M}),"
    if needs_visit(kind, rules):
        yield f"  visited by {visit_due(kind, now, rules):%Y-%m-%d %H:%M},"
    yield f"  answered by {reply_due(kind, now, rules):%Y-%m-%d %H:%M}."
    decision = deadlines_of(kind, rules).decision
    if decision is not None:
        yield f"A household procedure is decided within {decision}."
    if provisional(reply_due(kind, now, rules).year, rules.calendar):
        yield "The holidays of that year are not announced yet: the days may still move."
