"""Questions whose answers are on a list of the county: the form as it is asked there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from desk.domain.talk.forms import Answers, Form, Step


def with_lists(form: Form, lists: Mapping[str, Sequence[str]]) -> Form:
    """The form as it is asked in a county with these lists; asked for twice it is the same."""
    if not any(step.listed for step in form.steps):
        return form
    steps = (one for step in form.steps for one in _with_list(step, lists.get(step.listed, ())))
    return replace(form, steps=tuple(steps))


def _with_list(step: Step, codes: Sequence[str]) -> Iterator[Step]:
    if step.each is not None:
        for code in codes:
            yield replace(step, name=code, when=_asked(step.each, code), listed="", each=None)
        return
    labels = {code: f"terms.{step.listed}.{code}" for code in codes}
    yield replace(step, options=(*labels, *step.options), labels=labels, listed="") if labels else step


def _asked(asks: Callable[[Answers, str], bool], code: str) -> Callable[[Answers], bool]:
    return lambda answers: asks(answers, code)
