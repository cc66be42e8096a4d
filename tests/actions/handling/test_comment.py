"""Notes among officials: on the card, never in sight of the resident, and no deadline moves."""

from __future__ import annotations

from desk.actions.cases.door import NOT_YOURS
from desk.actions.handling.comment import comment_on_case
from desk.domain.cases.case import State
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import MONITOR, NEIGHBOUR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK

NOTE = "这户去年也报过，镇里请关注"


async def test_a_comment_never_moves_a_deadline(desk: Desk) -> None:
    """The second of the rules that hold always (process, section 3)."""
    cases = [await report(desk), await accepted(desk)]
    desk.wait(days=1)

    for before in cases:
        for who in (MONITOR, TOWN_DESK):
            person = await desk.person(who)
            async with desk.work() as work:
                after = sure(await comment_on_case(work, person, before.id, spoken(NOTE)))
            kept = (
                "state",
                "due_stage",
                "due_at",
                "visit_due_at",
                "reply_due_at",
                "counted_from",
                "paused_at",
            )
            assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


async def test_a_note_stands_on_the_card_and_the_resident_never_sees_it(desk: Desk) -> None:
    case, town = await accepted(desk), await desk.person(TOWN_DESK)
    before = await templates(desk, RESIDENT)

    async with desk.work() as work:
        sure(await comment_on_case(work, town, case.id, spoken(NOTE)))

    told = await desk.told(MONITOR)
    assert any(f"备注：{NOTE}" in one.text for one in told if one.template == "task.card")
    assert TOWN_DESK.name in told[-1].text
    assert f"m:card:{case.id}" in told[-1].buttons.values()
    assert await templates(desk, RESIDENT) == before
    assert all(NOTE not in one.text for one in await desk.told(RESIDENT))


async def test_the_owner_is_not_told_of_their_own_note(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        sure(await comment_on_case(work, monitor, case.id, spoken(NOTE)))

    assert "comment.told" not in await templates(desk, MONITOR)


async def test_whoever_has_nothing_to_do_with_it_notes_nothing(desk: Desk) -> None:
    case = await accepted(desk)

    for who in (RESIDENT, NEIGHBOUR, OTHER_TOWN_DESK):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await comment_on_case(work, person, case.id, spoken(NOTE)) == NOT_YOURS

    assert (await stored(desk, case)).state is State.ACCEPTED
