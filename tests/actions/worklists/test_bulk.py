"""Giving many cases away at once: each as if it were alone."""

from __future__ import annotations

from desk.actions.handing_over.receivers import receiver_code
from desk.actions.handling.accept import accept_case
from desk.actions.worklists.bulk import Chosen, receivers_of_all, transfer_all
from desk.domain.cases.case import Case, Hold
from desk.domain.county.areas import Level
from tests.actions.casework import report, stored, sure, templates
from tests.actions.worklists.test_queue import changed
from tests.deskside import Desk
from tests.village import (
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
)

MEDICAL = receiver_code(Hold(Level.COUNTY, "医保局"))


def chosen(*cases: Case) -> list[Chosen]:
    return [Chosen(case.id, case.version) for case in cases]


async def test_every_case_goes_to_the_unit_with_its_own_card_and_its_own_word_to_the_resident(
    desk: Desk,
) -> None:
    await desk.appoint(MEDICAL_DESK)
    cases = [await report(desk), await report(desk, place=NEIGHBOUR_VILLAGE)]
    town = await desk.person(TOWN_DESK)

    async with desk.work() as work:
        moved, kept = await transfer_all(work, town, chosen(*cases), MEDICAL)

    assert [case.id for case in moved] == [case.id for case in cases]
    assert kept == []
    assert [(await stored(desk, case)).department for case in cases] == ["医保局", "医保局"]
    assert (await templates(desk, MEDICAL_DESK)).count("task.card") == 2
    assert (await templates(desk, RESIDENT)).count("tell.transferred") == 2


async def test_what_changed_meanwhile_and_what_is_not_yours_stays_where_it_is(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    still, taken, foreign = await report(desk), await report(desk), await report(desk, place=OTHER_VILLAGE)
    ticked = chosen(still, taken, foreign)
    town, monitor = await desk.person(TOWN_DESK), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await accept_case(work, monitor, taken.id, taken.version))

    async with desk.work() as work:
        moved, kept = await transfer_all(work, town, ticked, MEDICAL)

    assert [case.id for case in moved] == [still.id]
    assert [(one.number, one.refusal.template) for one in kept] == [
        (taken.number, "task.taken"),
        ("", "common.not_yours"),
    ]
    assert kept[0].refusal.arguments == {"owner": MONITOR.name}
    assert (await stored(desk, taken)).department == ""


async def test_a_unit_that_was_never_offered_gets_nothing(desk: Desk) -> None:
    case, town = await report(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        moved, kept = await transfer_all(work, town, chosen(case), "d00000000")

    assert moved == []
    assert [one.refusal.template for one in kept] == ["transfer.not_offered"]


async def test_units_are_offered_once_with_the_villages_that_stand_behind_them(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    at_county = [
        await changed(desk, await report(desk, place=place), level=Level.COUNTY)
        for place in (NEIGHBOUR_VILLAGE, OTHER_VILLAGE)
    ]
    outside = await changed(desk, await report(desk), outside=True)

    async with desk.work() as work:
        offered = await receivers_of_all(work, [*chosen(*at_county, outside), Chosen(999_999, 1)])

    assert offered[MEDICAL] == "医保局"
    assert offered["town"] == "旧店镇 / 店子镇"
