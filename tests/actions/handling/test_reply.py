"""Visits and replies: what is kept, and what reaches the resident."""

from __future__ import annotations

from desk.actions.cases.door import TOO_LATE
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.visited import record_case_visit
from desk.domain.cases.case import DueStage, State
from tests.actions.casework import accepted, replied, report, spoken, sure, templates, voice
from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT


async def test_a_visit_is_recorded_and_the_reply_is_next(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        findings = [spoken("东墙裂缝两指宽"), voice("voice-of-the-visit")]
        case = sure(await record_case_visit(work, monitor, case.id, "home", findings))
        words = await work.cases.words(case.id)

    assert case.state is State.IN_WORK
    assert case.visited_at == desk.now
    assert (case.due_stage, case.due_at) == (DueStage.REPLY, case.reply_due_at)
    assert [word.kind for word in words[1:]] == ["finding", "finding"]
    assert (await templates(desk, RESIDENT))[-1] == "tell.visited"


async def test_what_was_found_never_reaches_the_resident(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        sure(await record_case_visit(work, monitor, case.id, "home", [spoken("疑似虚报")]))

    assert all("疑似虚报" not in str(told.content.arguments) for told in await desk.told(RESIDENT))


async def test_whoever_stands_at_the_door_has_taken_the_case_up(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        case = sure(await record_case_visit(work, monitor, case.id, "home", [spoken("看过了")]))

    assert case.accepted_by == (await desk.official(MONITOR)).id
    assert case.accepted_at == desk.now


async def test_only_the_owners_own_words_reach_the_resident(desk: Desk) -> None:
    case = await replied(desk, "县里批了修房的钱")

    told = {message.template: message for message in await desk.told(RESIDENT)}
    assert told["tell.replied"].content.arguments["words"] == "县里批了修房的钱"
    assert case.state is State.RESOLVED
    assert case.due_stage is DueStage.FOLLOW_UP
    assert list(told["follow_up.ask"].buttons.values()) == [
        f"r:{case.id}:1:{rating}" for rating in ("satisfied", "mostly", "partly", "dissatisfied")
    ]


async def test_a_spoken_reply_goes_on_as_it_was_sent(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, case.id, voice("voice-of-the-owner")))

    files = [(told.file_id, told.file_kind) for told in await desk.told(RESIDENT)]
    assert ("voice-of-the-owner", "voice") in files


async def test_a_case_is_not_answered_before_somebody_has_taken_it_up(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        assert await reply_to_resident(work, monitor, case.id, spoken("好")) == TOO_LATE
