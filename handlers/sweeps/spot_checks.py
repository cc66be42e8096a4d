"""What an inspector looks at again: a list, a card, and the same or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.sweeps.card_text import object_words
from desk.actions.sweeps.spot_checks import OpenCheck, answer_check, open_checks, own_check
from desk.domain.sweeps.forms import OBJECT, POSITION, SAMPLE_ID, SWEEP_DIFFERS, SweepDiffersTold
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Button, Json, Keyboard, in_rows
from handlers.sweeps.message import ask_in_words, say_sweep, shown_by
from handlers.talk.endings import told_in
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

_A_PAGE: Final = 8
_NAME: Final = 40


async def list_checks(turn: Turn, number: int, first: str) -> None:
    """A page of what waits for this inspector."""
    staff = await official_of(turn.work, turn.person)
    checks = [] if staff is None else list(await open_checks(turn.work, staff))
    if not checks:
        turn.notice("sweep.no_checks", alert=True)
        return
    pages = -(-len(checks) // _A_PAGE)
    number = min(number, pages - 1)
    shown = checks[number * _A_PAGE : (number + 1) * _A_PAGE]
    items: list[Json] = []
    for check in shown:
        one = await turn.work.sweeps.objects.find(check.object_id)
        listed = None if one is None else one.listed
        place = "" if listed is None else turn.work.areas.path(listed.area_code)
        items.append({"name": "" if listed is None else listed.name[:_NAME], "place": place})
    spot = shown_by(turn, first)
    opens = [
        Button("desk.open", f"x:r:{check.sample_id}:{check.position}:{spot}", {"n": n})
        for n, check in enumerate(shown, 1)
    ]
    ways = [
        Button(label, f"x:j:{there}:{spot}")
        for label, there in (("desk.previous", number - 1), ("desk.next", number + 1))
        if 0 <= there < pages
    ]
    words: dict[str, Json] = {"items": items, "count": len(checks), "page": number + 1, "pages": pages}
    await say_sweep(turn, "sweep.checks", words, (*in_rows(opens), tuple(ways)), first)


async def show_check(turn: Turn, sample_id: int, position: int, first: str) -> None:
    """The object with what was ticked of it, but not by whom."""
    found = await own_check(turn.work, turn.person, sample_id, position)
    if isinstance(found, Refusal):
        turn.notice(found.template, alert=True)
        return
    spot = f"{sample_id}:{position}"
    rows = (
        (
            Button("sweep.button.same", f"x:y:{spot}:{shown_by(turn, first)}"),
            Button("sweep.button.differs", f"x:d:{spot}"),
        ),
        (Button("menu.button.back", f"x:i:{shown_by(turn, first)}"),),
    )
    await say_sweep(turn, "sweep.check", await _words(turn, found), rows, first)


async def _words(turn: Turn, found: OpenCheck) -> dict[str, Json]:
    words = await object_words(turn.work, found.sweep, found.one)
    return {**words, "found": found.check.found.value, "ticked_by": ""}


async def press_same(turn: Turn, sample_id: int, position: int, first: str) -> None:
    """They saw the same; on to the next."""
    result = await answer_check(turn.work, turn.person, (sample_id, position), None)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True)
        return
    turn.notice("sweep.checked")
    if await open_checks(turn.work, result.staff):
        await list_checks(turn, 0, first)
    else:
        await say_sweep(turn, "sweep.all_checked", {}, (), first)


async def press_differs(turn: Turn, sample_id: int, position: int) -> None:
    """Ask what they saw instead."""
    found = await own_check(turn.work, turn.person, sample_id, position)
    if isinstance(found, Refusal):
        turn.notice(found.template, alert=True)
    elif not half_told(turn):
        turn.notice()
        known: dict[str, Json] = {
            SAMPLE_ID: sample_id,
            POSITION: position,
            OBJECT: found.one.listed.name[:_NAME],
        }
        await open_form(turn, SWEEP_DIFFERS, known)


async def finish_differs(turn: Turn, draft: Draft) -> None:
    """Whoever ticked it hears of it now."""
    told = await told_in(turn, draft, SweepDiffersTold)
    if told is None:
        return
    if not told.words:
        await ask_in_words(turn, SWEEP_DIFFERS, draft)
        return
    result = await answer_check(turn.work, turn.person, (told.sample_id, told.position), told.words)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    await say_with_menu(turn, "sweep_differs.done")
    left = len(await open_checks(turn.work, result.staff))
    if left:
        rows = ((Button("sweep.button.checks", "x:i:", {"count": left}),),)
        await turn.say("sweep.onward", {}, rows, Keyboard.INLINE)


ENDINGS: Final[Mapping[str, Ending]] = {SWEEP_DIFFERS.name: finish_differs}
