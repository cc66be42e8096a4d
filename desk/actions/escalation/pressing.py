"""Messages by which officials are pressed: about one case, once, never at night or on a day off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk.actions.cases.responsible import choose
from desk.actions.cases.tell_official import official_message
from desk.actions.cases.unhurried import as_reminder
from desk.domain.cases.case import Case, State
from desk.domain.escalation.ladder import LadderStep
from desk.domain.handing_over.routing import Organisation, above
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class PressedParties:
    """Who must move, and who stands above, has the copies and looks into it."""

    owner: Staff
    superior: Staff | None


def who_is_pressed(case: Case, organisation: Organisation) -> PressedParties:
    """The owner; over a disputed case the superior who has to rule, and then whoever stands above them."""
    line: list[Staff] = [choose(case, organisation).staff]
    line += [choice.staff for choice in above(organisation, case.hold)]
    if case.state is State.DISPUTED and len(line) > 1:
        line = line[1:]
    return PressedParties(line[0], next((one for one in line if one.id != line[0].id), None))


@dataclass(frozen=True, slots=True)
class PressingWords:
    """What is said, beside the facts of the case."""

    template: str
    arguments: Mapping[str, Json] = field(default_factory=dict)
    rows: Rows = ()


async def press_on(work: Work, case: Case, to: Staff, note: PressingWords) -> None:
    """Say it to an official; the case's version makes it once."""
    if to.user_id is None:
        return
    message = as_reminder(work, official_message(work, case, to, note.template, note.arguments))
    keyboard = Keyboard.INLINE if note.rows else Keyboard.NONE
    await work.outbox.say(replace(message, rows=note.rows, keyboard=keyboard))


def each_once(people: Sequence[Staff]) -> Sequence[Staff]:
    """Somebody who is several things is told one thing."""
    return list({one.id: one for one in people}.values())


def receipt_button(case: Case, step: LadderStep) -> Button:
    """«Received», for one step."""
    return Button("ladder.button.receive", f"l:{case.id}:{step}")


def open_button(case: Case) -> Button:
    """The way to the card."""
    return Button("tick.open", f"m:card:{case.id}")
