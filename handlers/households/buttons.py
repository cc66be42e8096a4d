"""What the buttons of the register ask for: a household, its family, its papers, its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from handlers.households.families import ask_for_kin, press_family, show_family
from handlers.households.measures import press_finish, press_measure
from handlers.households.policy_sheets import press_paper, press_sheets
from handlers.households.register import press_household
from handlers.talk.codes import number_in
from handlers.talk.turn import Handler, Reader


def _household(parts: Sequence[str]) -> Handler:
    number, *rest = parts
    household_id = number_in(number)
    match rest:
        case ["card" | "all" as wish]:
            return partial(press_household, household_id=household_id, wish=wish)
        case ["family"]:
            return partial(show_family, household_id=household_id)
        case ["addkin"]:
            return partial(ask_for_kin, household_id=household_id)
        case ["kin" | "nokin" as word, person]:
            person_id, belongs = number_in(person), word == "kin"
            return partial(press_family, household_id=household_id, person_id=person_id, belongs=belongs)
        case ["sheets"]:
            return partial(press_sheets, household_id=household_id)
        case ["paper", broadcast_id]:
            return partial(press_paper, household_id=household_id, broadcast_id=number_in(broadcast_id))
    raise ValueError(parts)


def _measure(parts: Sequence[str]) -> Handler:
    [household_id] = parts
    return partial(press_measure, household_id=number_in(household_id))


def _finish(parts: Sequence[str]) -> Handler:
    [household_id] = parts
    return partial(press_finish, household_id=number_in(household_id))


BUTTONS: Final[Mapping[str, Reader]] = {"h": _household, "g:m": _measure, "g:d": _finish}
