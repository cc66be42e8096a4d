"""What the buttons of procedures ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.domain.procedures.procedure import ProcedureAct, ProcedureKind
from handlers.procedures.cards import list_procedures, press_begin, press_look, press_step
from handlers.talk.codes import number_in, page_in
from handlers.talk.turn import Handler, Reader


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["list", page]:
            return partial(list_procedures, page=page_in(page))
        case ["new", household_id, kind]:
            return partial(press_begin, household_id=number_in(household_id), kind=ProcedureKind(kind))
        case [procedure_id, "card" | "text" | "files" as wish]:
            return partial(press_look, procedure_id=number_in(procedure_id), wish=wish)
        case [procedure_id, shown, act]:
            return partial(
                press_step,
                procedure_id=number_in(procedure_id),
                shown=number_in(shown),
                act=ProcedureAct(act),
            )
    raise ValueError(parts)


BUTTONS: Final[Mapping[str, Reader]] = {"g": _read}
