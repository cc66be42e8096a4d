"""What a button carries, read back: a wish, never a fact. Whoever handles it looks at the rows.

Each family of codes begins with its letter; a room may own one verb of a family that is another's. The
letters: `f` the open form, `k` an act on a card, `c` how a card is shown, `o` one's own report, `r` a rating,
`l` the ladder, `d` an alarm, `m` menus and lists, `q` the queue of a desk, `i` an inspector's calls, `h` the
register, `p` the policy library, `b` broadcasts, `g` procedures, `x` sweeps, `w` visits, `a` absences,
`s` the staff list, `v` its approvals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.domain.talk.forms import Pressed
from handlers.talk.codes import number_in
from handlers.talk.continue_form import continue_form, move_named
from handlers.talk.turn import Handler, Reader, Turn


def read_button(data: str, readers: Mapping[str, Reader]) -> Handler:
    """What a button asks for. Raises ValueError for what no button of ours carries."""
    family, *parts = data.split(":")
    # No code of ours has other signs, and a database that is asked for some of them refuses the question.
    if not (data.isascii() and data.isprintable()):
        raise ValueError(data)
    if parts and f"{family}:{parts[0]}" in readers:
        return readers[f"{family}:{parts[0]}"](parts[1:])
    if family not in readers:
        raise ValueError(data)
    return readers[family](parts)  # too many parts or too few are a ValueError too


def _read(parts: Sequence[str]) -> Handler:
    question, choice = parts
    return partial(_press, question=number_in(question), choice=choice)


async def _press(turn: Turn, question: int, choice: str) -> None:
    if turn.draft is None or question != turn.draft.question:
        turn.notice("form.stale", alert=True)
        return
    await continue_form(turn, move_named(choice) or Pressed(choice, question))


BUTTONS: Final[Mapping[str, Reader]] = {"f": _read}
