"""One line a day about sweeps whose last day is near or over: to whoever ticks, and to desks that lag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from desk.actions.cases.unhurried import as_reminder
from desk.actions.sweeps.card_text import left_words, progress_words, sweep_words
from desk.actions.sweeps.parts import sweeps_left
from desk.domain.county.areas import Level
from desk.domain.deadlines.calendar import workday_before
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.handing_over.seats import area_at
from desk.domain.people.people import Post, Role, Staff
from desk.domain.sweeps.shares import keepers
from desk.domain.sweeps.sweep import Progress, Sweep
from desk.domain.talk.messages import Button, Json, message_to
from desk.ports.work import Work

_FACT: Final = "sweeps_reminded"  # the last day on which everybody was reminded
_NAMED: Final = 3  # sweeps in one line


async def find_behind(work: Work) -> Sequence[str]:
    """The towns in which something is left of a sweep that is nearly over; none when today is done."""
    if not in_working_hours(work.now, work.rules) or await work.facts.get(_FACT) == work.today.isoformat():
        return ()
    near = [sweep for sweep in await work.sweeps.running() if is_near(work, sweep)]
    left = {code for sweep in near for code in await _unfinished(work, sweep)}
    towns = (area_at(work.areas.line(code), Level.TOWN) for code in left)
    return sorted({work.areas.county.code if town is None else town.code for town in towns})


async def find_lagging(work: Work, place: str) -> Sequence[Staff]:
    """Whoever may have something left there: in the villages, at the desk, or as a responsible officer."""
    villages = [area.code for area in work.areas if area.parent_code == place]
    above = [area.code for area in work.areas.line(place)]
    posts = await work.staff.posts_in([*villages, *above])
    kept = keepers(work.areas, posts, villages)
    people = [
        *(staff for keeping in kept.values() for staff in keeping),
        *_present(post for post in posts if post.role in (Role.RESPONSIBLE_OFFICER, Role.TOWN_DESK)),
    ]
    return list({staff.id: staff for staff in people}.values())


async def remind_of_sweep(work: Work, staff: Staff) -> None:
    """Their line of today; however often it is asked for, it is said once."""
    items: list[Json] = [
        left_words(work, one) for one in await sweeps_left(work, staff) if is_near(work, one.sweep)
    ]
    below = await _below(work, staff)
    if staff.user_id is None or not (items or below):
        return
    message = message_to(
        staff,
        f"sweep_remind:{staff.id}:{work.today.isoformat()}",
        "sweep.remind" if items else "sweep.lagging",
        {"items": items[:_NAMED] or below[:_NAMED]},
        ((Button("sweep.button.look", "x:l:"),),),
    )
    await work.outbox.say(as_reminder(work, message))


async def note_reminded(work: Work) -> None:
    """Today everybody was reminded."""
    if in_working_hours(work.now, work.rules):
        await work.facts.set(_FACT, work.today.isoformat())


def is_near(work: Work, sweep: Sweep) -> bool:
    """Whether its last day is so many working days away, as the rules say, or over."""
    days = work.rules.handling.sweep_remind_working_days
    return work.today >= workday_before(sweep.due_on, days, work.rules.calendar)


async def _below(work: Work, staff: Staff) -> list[Json]:
    """What the villages of their towns have left, for a town's desk."""
    lines: list[Json] = []
    towns = {post.area_code for post in await work.staff.posts_of(staff.id) if post.role is Role.TOWN_DESK}
    for sweep in await work.sweeps.running() if towns else ():
        if not is_near(work, sweep):
            continue
        behind = [
            progress
            for code, progress in (await _unfinished(work, sweep)).items()
            if towns & {area.code for area in work.areas.line(code)}
        ]
        if behind:
            total = sum(behind, Progress())
            lines.append({**sweep_words(work, sweep), **progress_words(total), "behind": len(behind)})
    return lines


async def _unfinished(work: Work, sweep: Sweep) -> dict[str, Progress]:
    tallies = await work.sweeps.tallies(sweep.id)
    return {code: progress for code, progress in tallies.items() if progress.left}


def _present(posts: Iterable[Post]) -> list[Staff]:
    return [staff for post in posts for staff in post.people if staff.present]
