"""Many families of one village hit at once: the town is told how many, once an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.actions.cases.responsible import posts_over
from desk.domain.cases.case import Case, Hold
from desk.domain.county.areas import Level
from desk.domain.handing_over.routing import Organisation, accountable
from desk.domain.talk.messages import Lane, message_to
from desk.ports.work import Work

_HOUR = timedelta(hours=1)


async def tally_disasters(work: Work, case: Case) -> None:
    """Tell the town of the disaster reports of the last hour, from so many on as the rules say.

    Whatever the hour of the day: where many are hit nobody sleeps.
    """
    area = work.areas.get(case.area_code)
    if area is None or area.level is not Level.VILLAGE:
        return
    count, urgent = await work.cases.count_since(case.kind, area.code, work.now - _HOUR)
    if count < work.rules.handling.disaster_tally:
        return
    posts = await posts_over(work, area.code)
    town = accountable(Organisation(posts, work.areas.line(area.code), work.now), Hold(Level.TOWN)).staff
    if town.user_id is not None:
        message = message_to(
            town,
            f"tally:{area.code}:{work.now.astimezone(work.rules.zone):%y%m%d%H}",
            "task.tally",
            {"place": work.areas.path(area.code), "count": count, "urgent": urgent},
        )
        await work.outbox.say(replace(message, lane=Lane.WAITING))
