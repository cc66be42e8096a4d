"""Questions whose answers are on a list of the county: the form as it is asked there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.domain.talk.forms import Form, Step


def with_lists(form: Form, lists: Mapping[str, Sequence[str]]) -> Form:
    """The form as it is asked in a county with these lists."""
    if not any(step.listed for step in form.steps):
        return form
    return replace(form, steps=tuple(_with_list(step, lists) for step in form.steps))


def _with_list(step: Step, lists: Mapping[str, Sequence[str]]) -> Step:
    codes = lists[step.listed] if step.listed and not step.labels else ()
    labels = {code: f"terms.{step.listed}.{code}" for code in codes}
    return replace(step, options=(*labels, *step.options), labels=labels) if labels else step
