"""A story half told survives whatever button its teller presses next."""

from __future__ import annotations

import pytest

from desk.domain.talk.said import SaidKind
from tests.actions.casework import report
from tests.deskside import Desk
from tests.village import RESIDENT

STORY = "昨夜大风把棚子掀了"


async def story_kept(desk: Desk) -> str:
    draft = await desk.draft()
    return "" if draft is None else str(draft.answers)


@pytest.mark.parametrize("code", ["m:home", "m:for_other", "o:{case}:add", "m:numbers", "r:{case}:1:partly"])
async def test_a_button_of_another_form_does_not_throw_it_away(desk: Desk, code: str) -> None:
    case = await report(desk)
    await desk.types(RESIDENT, STORY)

    answers = await desk.presses_code(RESIDENT, code.format(case=case.id))

    assert STORY in await story_kept(desk)
    assert len(answers) == 1


@pytest.mark.parametrize("text", ["我有困难", "问政策", "我报的事", "更多"])
async def test_a_menu_word_does_not_throw_it_away(desk: Desk, text: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, STORY)

    await desk.types(RESIDENT, text)

    assert STORY in await story_kept(desk)


@pytest.mark.parametrize("payload", ["", "v_370283122215", "join_0123456789abcdef0123456789abcdef"])
async def test_a_link_does_not_throw_it_away(desk: Desk, payload: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, STORY)

    await desk.hears(RESIDENT, SaidKind.COMMAND, command="start", payload=payload, text=f"/start {payload}")

    assert STORY in await story_kept(desk)
