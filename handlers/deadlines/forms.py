"""Forms that stop or move a clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.deadlines.extension import ask_for_time
from desk.actions.deadlines.material import ask_for_material
from desk.domain.deadlines.forms import DAYS, EXTENSION, MATERIAL
from desk.domain.talk.drafts import Draft
from handlers.cases.card_forms import case_id_of, piece_in, say_done
from handlers.talk.turn import Ending, Turn


async def finish_material(turn: Turn, draft: Draft) -> None:
    """Stop the clock until the resident has brought it."""
    result = await ask_for_material(turn.work, turn.person, case_id_of(draft), piece_in(draft, "words"))
    await say_done(turn, MATERIAL.name, result)


async def finish_extension(turn: Turn, draft: Draft) -> None:
    """Put the question to the superior."""
    days, piece = int(str(draft.answers[DAYS])), piece_in(draft, "reason")
    result = await ask_for_time(turn.work, turn.person, case_id_of(draft), days, piece)
    await say_done(turn, EXTENSION.name, result)


ENDINGS: Final[Mapping[str, Ending]] = {MATERIAL.name: finish_material, EXTENSION.name: finish_extension}
