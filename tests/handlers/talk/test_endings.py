"""A form that was begun before an upgrade ends after it, whatever its answers are worth by now."""

from __future__ import annotations

from typing import Any

import pytest

from desk.domain.deadlines.forms import EXTENSION
from desk.domain.handling.forms import REDIRECT
from desk.domain.policy.view import VIEW
from desk.domain.reports.channels import Channel
from desk.domain.talk.forms import Answers, StepKind, with_picks
from desk.domain.talk.listed import with_lists
from desk.domain.talk.reading import text_at
from handlers.rooms import HOUSE
from tests.deskside import Desk, rules
from tests.stories.landed import answer, stands_open
from tests.village import MONITOR, Character

JUNK: tuple[Any, ...] = ("no such choice", {"no": "message"})

FACTS = ("case_id", "household_id", "procedure_id", "turn", "spot", "about", "chosen", VIEW)
# What the questions themselves show: it was there when they were asked.
SHOWN = {
    **dict.fromkeys(("head", "number", "name", "object", "over", "which", "deputy_name", "asked"), "某某"),
    **dict.fromkeys(("from_on", "until_on"), "2026-09-20"),
    **dict.fromkeys(("days", "cases"), 1),
    "role": "town_desk",
    "act": "approve",
    "names": {"x": "某某"},
    "texts": {"x": "好的"},
    "kind": "hardship",
    "replied": "",
    "levels_said": [],
}


async def stands_at(desk: Desk, form: str, step: str, answers: Answers) -> Character:
    kept = {"chat_id": MONITOR.user_id, "form": form, "step": step, "answers": answers}
    question = int(desk.now.timestamp() * 1000)
    return await stands_open(desk, {**kept, "question": question, "has_story": bool(answers.get("story"))})


@pytest.mark.parametrize("form", sorted(set(HOUSE.forms) - {"policy"}))
@pytest.mark.parametrize("junk", JUNK, ids=str)
async def test_no_answer_that_fits_no_more_stops_a_form(desk: Desk, form: str, junk: Any) -> None:
    await desk.settle(MONITOR)
    asked = with_lists(HOUSE.forms[form], rules().lists).steps
    steps = [step.name for step in asked]
    answers: Answers = {**SHOWN, **dict.fromkeys((*steps, *FACTS), junk)}
    for step in asked:
        if step.kind is StepKind.PICK:
            answers = with_picks(answers, step.name, {"x": "某某"})

    for name in steps:
        who = await stands_at(desk, form, name, {**answers, "story": [{"kind": "text", "text": "墙裂了"}]})
        draft = await desk.draft(who)
        assert draft is not None
        desk.wait(seconds=1)
        await answer(desk, who, draft)

    await desk.reads_everything()


async def test_a_question_whose_answer_fits_no_more_is_asked_again(desk: Desk) -> None:
    await desk.settle(MONITOR)
    who = await stands_at(
        desk, REDIRECT.name, "confirm", {"channel": "telegraph", "case_id": 1, "number": "BF-1"}
    )
    draft = await desk.draft(who)
    assert draft is not None

    await desk.presses_code(who, f"f:{draft.question}:send")

    draft = await desk.draft(who)
    assert draft is not None
    assert (draft.form, draft.step, draft.answers.get("case_id")) == (REDIRECT.name, "channel", 1)

    desk.wait(seconds=1)
    await desk.presses_code(who, f"f:{draft.question}:{Channel.COURT.value}")
    draft = await desk.draft(who)

    assert draft is not None
    assert draft.step == "confirm"


async def test_a_question_without_an_answer_is_asked_before_a_form_ends(desk: Desk) -> None:
    await desk.settle(MONITOR)
    who = await stands_at(desk, EXTENSION.name, "reason", {"case_id": 1, "number": "BF-1"})

    await desk.types(who, "等专家来看")

    draft = await desk.draft(who)
    assert draft is not None
    assert (draft.form, draft.step) == (EXTENSION.name, "days")
    assert text_at(draft.answers, "reason") == "等专家来看"
