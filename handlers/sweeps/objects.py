"""The objects of a sweep that are an official's: pages, cards, and the tick in one press."""

from __future__ import annotations

from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.sweeps.card_text import object_line, object_words, progress_words, sweep_words
from desk.actions.sweeps.pages import HOUSEHOLDS, ObjectPage, Wanted, read_objects
from desk.actions.sweeps.parts import own_object
from desk.actions.sweeps.tick_off import FINE, SeenObject, TickedObject, tick_object
from desk.domain.sweeps.sweep import Missing, SweepObject, SweepState, TickResult
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from handlers.sweeps.codes import wanted_code
from handlers.sweeps.message import say_sweep, shown_by
from handlers.talk.turn import Turn

_GROUPS: Final = 16  # villages to choose from at a time


async def show_objects(
    turn: Turn, sweep_id: int, wanted: Wanted, first: str = "", ticked: SweepObject | None = None
) -> None:
    """A page of one's own objects; `ticked` is what was just done."""
    page = await read_objects(turn.work, turn.person, sweep_id, wanted)
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    if ticked is not None and not page.group.progress.left and not wanted.done:
        elsewhere = next((group for group in page.groups if group.progress.left), None)
        if elsewhere is not None:
            await show_objects(turn, sweep_id, Wanted(elsewhere.code), first, ticked)
            return
    words, rows = _page_words(turn, page, ticked), _page_rows(page, shown_by(turn, first))
    await say_sweep(turn, "sweep.objects", words, rows, first)


def _page_words(turn: Turn, page: ObjectPage, ticked: SweepObject | None) -> dict[str, Json]:
    return {
        **sweep_words(turn.work, page.sweep),
        **progress_words(page.group.progress),
        "place": "" if page.group.code == HOUSEHOLDS else turn.work.areas.path(page.group.code),
        "viewing_done": page.stretch.done,
        "items": [object_line(one) for one in page.objects],
        "ticked": None if ticked is None else object_line(ticked),
    }


def _page_rows(page: ObjectPage, first: str) -> Rows:
    objects = [
        Button("desk.open", f"x:o:{one.id}:{first}", {"n": n}) for n, one in enumerate(page.objects, 1)
    ]
    group, done = page.group.code, page.stretch.done
    ways = []
    if page.before:
        back = Wanted(group, done, page.objects[0].id, backwards=True)
        ways.append(Button("desk.previous", _page_code(page, back, first)))
    if page.after:
        onward = Wanted(group, done, page.objects[-1].id)
        ways.append(Button("desk.next", _page_code(page, onward, first)))
    turned = Wanted(group, not done)
    look = "sweep.button.undone" if done else "sweep.button.done"
    other = [Button(look, _page_code(page, turned, first))] if done or page.group.progress.done else []
    if len(page.groups) > 1:
        other.append(Button("sweep.button.villages", f"x:v:{page.sweep.id}:0:{first}"))
    return (*in_rows(objects), tuple(ways), tuple(other))


def _page_code(page: ObjectPage, wanted: Wanted, first: str) -> str:
    return f"x:p:{page.sweep.id}:{wanted_code(wanted)}:{first}"


async def choose_village(turn: Turn, sweep_id: int, number: int, first: str) -> None:
    """The villages of one's own, with what is left in each."""
    page = await read_objects(turn.work, turn.person, sweep_id, Wanted())
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    pages = -(-len(page.groups) // _GROUPS)
    number = min(number, pages - 1)
    groups = page.groups[number * _GROUPS : (number + 1) * _GROUPS]
    buttons = [
        Button(
            "sweep.button.village",
            _page_code(page, Wanted(group.code), first),
            {"place": _group_name(turn, group.code), "left": group.progress.left},
        )
        for group in groups
    ]
    ways = [
        Button(label, f"x:v:{sweep_id}:{there}:{first}")
        for label, there in (("desk.previous", number - 1), ("desk.next", number + 1))
        if 0 <= there < pages
    ]
    await say_sweep(
        turn, "sweep.villages", sweep_words(turn.work, page.sweep), (*in_rows(buttons, 2), tuple(ways)), first
    )


def _group_name(turn: Turn, code: str) -> str:
    area = turn.work.areas.get(code)
    return "" if area is None else area.name


async def show_object(turn: Turn, object_id: int, first: str, *, asks_why: bool = False) -> None:
    """The card of one object, with what can be ticked; or with why it was not found."""
    own = await own_object(turn.work, turn.person, object_id)
    if isinstance(own, Refusal):
        turn.notice(own.template, alert=True)
        return
    words = {**await object_words(turn.work, own.sweep, own.one), "asks_why": asks_why}
    rows = () if own.sweep.state is not SweepState.RUNNING else _card_rows(own.one, first, asks_why=asks_why)
    await say_sweep(turn, "sweep.object", words, rows, first)


def _card_rows(one: SweepObject, first: str, *, asks_why: bool) -> Rows:
    spot = f"{one.id}:{one.version}"
    back = (Button("menu.button.back", f"x:s:{one.sweep_id}:{first}"),)
    if asks_why:
        reasons = [Button(f"terms.missing.{why.value}", f"x:m:{spot}:{why.value}:{first}") for why in Missing]
        return (*in_rows(reasons, 2), (Button("menu.button.back", f"x:o:{one.id}:{first}"),))
    return (
        (Button("sweep.button.fine", f"x:f:{spot}:{first}"),),
        (
            Button("sweep.button.problem", f"x:q:{spot}:{first}"),
            Button("sweep.button.missing", f"x:n:{one.id}:{first}"),
        ),
        back,
    )


async def press_fine(turn: Turn, seen: SeenObject, first: str) -> None:
    """Nothing wrong: done, and on to the next."""
    await _tick(turn, seen, FINE, first)


async def press_missing(turn: Turn, seen: SeenObject, why: Missing, first: str) -> None:
    """Not found, for a reason that needs no words."""
    await _tick(turn, seen, TickedObject(TickResult.MISSING, why), first)


async def _tick(turn: Turn, seen: SeenObject, tick: TickedObject, first: str) -> None:
    result = await tick_object(turn.work, turn.person, seen, tick)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True)
        return
    turn.notice("sweep.ticked", found=tick.found.value)
    behind = Wanted(result.listed.area_code, after=result.id)
    await show_objects(turn, result.sweep_id, behind, first, result)
