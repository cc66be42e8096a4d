"""Sending residents elsewhere: to the right office, or to the emergency services at once."""

from __future__ import annotations

import pytest

from desk.actions.cases.door import NOT_YOURS, TOO_LATE
from desk.actions.handling.redirect import URGENT_STAYS, call_help, redirect_case
from desk.domain.cases.case import State
from desk.domain.reports.channels import Channel, Emergency
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT, TOWN_DESK

NUMBERS = {
    Channel.HOTLINE: "12345",
    Channel.LEGAL_AID: "12348",
    Channel.LABOUR: "12333",
    Channel.DISCIPLINE: "12388",
    Channel.COURT: "法院",
    Channel.PETITION: "信访局",
    Channel.OTHER: "找镇司法所老张",
}


@pytest.mark.parametrize("channel", Channel)
async def test_the_resident_learns_where_to_go_and_how(desk: Desk, channel: Channel) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        words = spoken("找镇司法所老张") if channel is Channel.OTHER else {"text": ""}
        case = sure(await redirect_case(work, monitor, case.id, channel, words))

    told = await desk.last_told(RESIDENT)
    assert (case.state, case.due_at, case.closed_at) == (State.REDIRECTED, None, desk.now)
    assert (told.template, NUMBERS[channel] in told.text) == ("redirect.told", True)
    assert (await desk.last_told(MONITOR)).buttons == {}


async def test_danger_is_not_sent_away(desk: Desk) -> None:
    case, monitor = await report(desk, danger=True), await desk.person(MONITOR)

    async with desk.work() as work:
        refused = await redirect_case(work, monitor, case.id, Channel.HOTLINE, {"text": ""})

    assert refused == URGENT_STAYS
    assert (await stored(desk, case)).state is State.ASSIGNED


@pytest.mark.parametrize(("whom", "number"), [("police", "110"), ("fire", "119"), ("ambulance", "120")])
async def test_calling_for_help_never_ends_the_case(desk: Desk, whom: str, number: str) -> None:
    """The third of the rules that hold always (process, section 3)."""
    before, monitor = await report(desk, danger=True), await desk.person(MONITOR)

    async with desk.work() as work:
        case = sure(await call_help(work, monitor, before.id, Emergency(whom)))

    told = await desk.last_told(RESIDENT)
    assert (case.state, case.due_stage, case.due_at) == (before.state, before.due_stage, before.due_at)
    assert (told.template, number in told.text, told.row.lane) == ("call_help.told", True, 1)


async def test_others_send_nobody_anywhere(desk: Desk) -> None:
    case, town, monitor = await accepted(desk), await desk.person(TOWN_DESK), await desk.person(MONITOR)

    async with desk.work() as work:
        assert await redirect_case(work, town, case.id, Channel.COURT, {"text": ""}) == NOT_YOURS
        assert await call_help(work, town, case.id, Emergency.POLICE) == NOT_YOURS
        sure(await redirect_case(work, monitor, case.id, Channel.COURT, {"text": ""}))
    async with desk.work() as work:
        assert await call_help(work, monitor, case.id, Emergency.POLICE) == TOO_LATE

    assert "call_help.told" not in await templates(desk, RESIDENT)
