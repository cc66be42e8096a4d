"""Forms as this county asks them, with what stands on its lists."""

from __future__ import annotations

from desk.domain.talk.forms import Form
from desk.domain.talk.listed import with_lists
from handlers.talk.turn import Turn


def as_here(turn: Turn, form: Form) -> Form:
    """The form with what this county has on its lists."""
    return with_lists(form, turn.work.rules.lists)


def form_here(turn: Turn, name: str) -> Form | None:
    """The form of that name, if there still is one."""
    form = turn.house.forms.get(name)
    return None if form is None else as_here(turn, form)
