"""Ticking cases in the queue, to give them all to one unit. What is ticked lies in the draft of the chat."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.worklists.bulk import AT_MOST, Chosen, receivers_of_all
from desk.actions.worklists.queue import QueuePage, desk_of
from desk.domain.talk.forms import Given, with_picks
from desk.domain.talk.messages import Button, Json, in_rows
from desk.domain.worklists.forms import BULK, CHOSEN, NAMES, SPOT
from handlers.talk.continue_form import continue_form
from handlers.talk.forms import begin_draft, close_form, keep, opened
from handlers.talk.turn import Turn
from handlers.worklists.bulk import chosen_in, spot_in
from handlers.worklists.codes import QueuePosition
from handlers.worklists.desk import list_arguments, list_desk, page_at, say_list, turning


async def begin_choosing(turn: Turn, spot: QueuePosition) -> None:
    """Show a box before every line of the page."""
    if turn.draft is not None and turn.draft.has_story:
        turn.notice("task.finish_first", alert=True)
        return
    spot = replace(spot, first=spot.first or turn.said.stamp)
    await begin_draft(turn, BULK, {CHOSEN: [], SPOT: spot.code()})
    await _show(turn)


async def turn_page(turn: Turn, spot: QueuePosition) -> None:
    """Another page of the same queue; what was ticked stays ticked."""
    if _ticking(turn):
        await _keep(turn, **{SPOT: replace(spot, first=spot_in(opened(turn)).first).code()})
        await _show(turn)


async def toggle(turn: Turn, case_id: int, version: int) -> None:
    """Tick a case, or take the tick away."""
    if not _ticking(turn):
        return
    chosen = {one.case_id: one for one in chosen_in(opened(turn))}
    if chosen.pop(case_id, None) is None:
        chosen[case_id] = Chosen(case_id, version)
    await _choose(turn, list(chosen.values()))


async def toggle_page(turn: Turn) -> None:
    """Tick every case of the page; when all are ticked already, none."""
    desk = await desk_of(turn.work, turn.person)
    if desk is None or not _ticking(turn):
        return
    page, _ = await page_at(turn, desk, spot_in(opened(turn)))
    here = {item.case.id: Chosen(item.case.id, item.case.version) for item in page.items}
    others = {one.case_id: one for one in chosen_in(opened(turn)) if one.case_id not in here}
    ticked = len(others) + len(here) == len(chosen_in(opened(turn)))
    await _choose(turn, list((others if ticked else others | here).values()))


async def leave(turn: Turn) -> None:
    """Give nothing away: the list is as it was before."""
    if _ticking(turn):
        spot = spot_in(opened(turn))
        await close_form(turn)
        await list_desk(turn, spot)


async def go_on(turn: Turn) -> None:
    """Ask to whom the ticked cases shall go."""
    if not _ticking(turn):
        return
    chosen = chosen_in(opened(turn))
    receivers = await receivers_of_all(turn.work, chosen)
    if not receivers:
        turn.notice("bulk.nobody" if chosen else "bulk.none_chosen", alert=True)
        return
    turn.notice()
    names: dict[str, Json] = {**receivers}
    draft = opened(turn)
    await keep(turn, replace(draft, answers=with_picks({**draft.answers, NAMES: names}, "unit", receivers)))
    await continue_form(turn, Given(len(chosen)))


async def _choose(turn: Turn, chosen: list[Chosen]) -> None:
    if len(chosen) > AT_MOST:
        turn.notice("bulk.too_many", alert=True, most=AT_MOST)
        return
    ticked: Json = [[one.case_id, one.version] for one in chosen]
    await _keep(turn, **{CHOSEN: ticked})
    await _show(turn)


async def _keep(turn: Turn, **answers: Json) -> None:
    draft = opened(turn)
    await keep(turn, replace(draft, answers={**draft.answers, **answers}))


def _ticking(turn: Turn) -> bool:
    """Whether boxes are open in this chat; an old list is told to be old."""
    draft = turn.draft
    if draft is not None and draft.form == BULK.name and draft.step == BULK.steps[0].name:
        return True
    turn.notice("form.stale", alert=True)
    return False


async def _show(turn: Turn) -> None:
    desk = await desk_of(turn.work, turn.person)
    if desk is None:
        return
    page, spot = await page_at(turn, desk, spot_in(opened(turn)))
    chosen = {one.case_id for one in chosen_in(opened(turn))}
    rows = (
        *in_rows(_boxes(page, chosen)),
        turning(page, spot, "p"),
        (Button("desk.choosing.page", "q:a"), Button("desk.choosing.leave", "q:x")),
        (Button("desk.choosing.go", "q:n", {"count": len(chosen)}),) if chosen else (),
    )
    await say_list(turn, spot, list_arguments(turn, desk, page, spot, chosen), rows)


def _boxes(page: QueuePage, chosen: set[int]) -> list[Button]:
    return [
        Button(
            "desk.choosing.box",
            f"q:t:{item.case.id}:{item.case.version}",
            {"n": number, "ticked": item.case.id in chosen},
        )
        for number, item in enumerate(page.items, 1)
    ]
