"""Muting: the town asks, the county agrees, the cards come without a sound, and nobody is lied to."""

from __future__ import annotations

import pytest

from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Kind
from desk.domain.reports.report import read_report
from schedules.ticks.danger import raise_alarms
from schedules.ticks.reports import tend_drafts
from storage.danger.mutes import muted_people
from tests.actions.casework import spoken
from tests.actions.pressure import clockwork_of
from tests.actions.staffroom import SECOND_DUTY
from tests.deskside import Desk, Told
from tests.village import (
    COMPLAINTS,
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    MONITOR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    Character,
)

KNIFE = "救命，有人拿刀要杀我"
ASK = "申请静音"


async def cries(desk: Desk, times: int = 1) -> None:
    for _ in range(times):
        await desk.types(RESIDENT, KNIFE)
        await desk.types(RESIDENT, "/cancel")


async def cards(desk: Desk, who: Character, template: str = "alarm.card") -> list[Told]:
    return [told for told in await desk.told(who) if (told.template, told.row.method) == (template, "send")]


async def asked(desk: Desk) -> None:
    """Somebody cries wolf, and the town asks the county."""
    await desk.resident()
    await cries(desk, 3)
    await desk.presses(TOWN_DESK, ASK)
    await desk.types(TOWN_DESK, "核实过三次，都是酒后乱说")


async def muted(desk: Desk) -> None:
    await asked(desk)
    await desk.presses(DUTY, "同意静音")
    desk.wait(hours=2)


async def acts(desk: Desk) -> list[str]:
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all("SELECT act FROM ledger WHERE act LIKE '%mute' ORDER BY id")
    return [row["act"] for row in rows]


async def test_the_town_may_ask_from_the_third_time_on_and_nobody_else_may(desk: Desk) -> None:
    await desk.resident()
    await cries(desk, 2)
    assert all(ASK not in label for told in await desk.told(TOWN_DESK) for label in told.buttons)
    [early] = await desk.presses_code(TOWN_DESK, "d:1:mute")
    assert early.template == "common.not_yours"
    await cries(desk)

    assert any(ASK in label for label in (await desk.last_told(TOWN_DESK)).buttons)
    assert all(ASK not in label for told in await desk.told(MONITOR) for label in told.buttons)
    for who in (MONITOR, DUTY, OTHER_TOWN_DESK, RESIDENT):
        [answer] = await desk.presses_code(who, "d:1:mute")
        assert answer.template in {"common.not_yours", "alarm.over"}


async def test_nothing_is_muted_before_the_county_agrees(desk: Desk) -> None:
    await asked(desk)

    [card] = await cards(desk, DUTY, "mute.card")
    assert all(word in card.text for word in (TOWN_DESK.name, RESIDENT.name, "酒后乱说", "拿刀"))
    desk.wait(hours=2)
    await cries(desk)
    assert not (await cards(desk, MONITOR))[-1].content.silent
    [again] = await desk.presses(TOWN_DESK, ASK)
    assert again.template == "mute.asked_before"


async def test_a_muted_alarm_comes_at_once_and_without_a_sound(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    await muted(desk)
    before = len(await desk.told(RESIDENT))
    await desk.types(RESIDENT, KNIFE)

    for who in (MONITOR, TOWN_DESK):
        silent = (await cards(desk, who))[-1]
        assert (silent.content.silent, silent.row.not_before <= desk.now) == (True, True)
        assert "已静音" in silent.text
    desk.wait(minutes=16)
    await raise_alarms(clockwork_of(desk))
    assert all(card.content.silent for card in await cards(desk, TOWN_LEADER))
    heard = "".join(told.text for told in (await desk.told(RESIDENT))[before:])
    assert "请直接打 <b>110</b>" in heard
    assert all(lie not in heard for lie in ("已经告诉", "联系您", MONITOR.name, TOWN_DESK.name))


async def test_a_muted_person_is_never_told_that_somebody_was_called(desk: Desk) -> None:
    await muted(desk)
    before = len(await desk.told(RESIDENT))
    await cries(desk)
    await desk.types(RESIDENT, KNIFE)
    desk.wait(minutes=11)
    await tend_drafts(clockwork_of(desk))

    heard = "".join(told.text for told in (await desk.told(RESIDENT))[before:])
    assert all(lie not in heard for lie in ("已经告诉", "马上会有人联系", "很快就有人", "镇里也同时"))
    assert all(told.content.silent for told in await cards(desk, TOWN_DESK, "task.card"))


async def test_the_town_hears_what_the_county_says_and_the_ledger_has_all_of_it(desk: Desk) -> None:
    await muted(desk)
    assert "同意给" in (await desk.last_told(TOWN_DESK)).text
    async with desk.database.reading() as connection:
        assert await muted_people(connection, desk.now) == 1
    await desk.presses(DUTY, "提前结束")

    assert "提前结束" in (await desk.last_told(TOWN_DESK)).text
    assert await acts(desk) == ["ask_mute", "grant_mute", "end_mute"]
    await cries(desk)
    assert not (await cards(desk, MONITOR))[-1].content.silent
    [late] = await desk.presses_code(DUTY, "d:m:1:end")
    assert late.template == "mute.over"


async def test_a_mute_ends_by_itself_after_seven_days(desk: Desk) -> None:
    await muted(desk)
    desk.wait(days=6)
    await cries(desk)
    assert (await cards(desk, MONITOR))[-1].content.silent
    desk.wait(days=1)
    await cries(desk)

    assert not (await cards(desk, MONITOR))[-1].content.silent


async def test_what_came_in_silence_rings_once_the_mute_is_over(desk: Desk) -> None:
    await muted(desk)
    await cries(desk)
    await desk.presses(DUTY, "提前结束")
    await cries(desk)

    assert [card.content.silent for card in (await cards(desk, MONITOR))[-2:]] == [True, False]


async def test_the_county_may_say_no_and_an_old_question_lapses(desk: Desk) -> None:
    await asked(desk)
    await desk.presses(DUTY, "不同意")
    assert "没有同意" in (await desk.last_told(TOWN_DESK)).text
    [second] = await desk.presses_code(DUTY, "d:m:1:yes")
    assert second.template == "mute.ruled_before"

    await desk.presses(TOWN_DESK, ASK)
    await desk.types(TOWN_DESK, "还是乱说")
    desk.wait(days=4)
    [lapsed] = await desk.presses_code(DUTY, "d:m:2:yes")
    assert lapsed.template == "mute.lapsed"


async def test_only_the_county_rules_and_never_whoever_asked(desk: Desk) -> None:
    await asked(desk)
    for who in (TOWN_DESK, MONITOR, OTHER_TOWN_DESK, COMPLAINTS, RESIDENT):
        for wish in ("yes", "no", "end"):
            [answer] = await desk.presses_code(who, f"d:m:1:{wish}")
            assert answer.template == "common.not_yours"
    assert await acts(desk) == ["ask_mute"]


async def test_where_no_town_is_known_one_of_the_county_asks_and_another_agrees(desk: Desk) -> None:
    await desk.resident(area=None)
    await cries(desk, 3)
    [alone] = await desk.presses(DUTY, ASK)
    assert alone.template == "mute.alone"
    await desk.appoint(SECOND_DUTY)
    await desk.presses(DUTY, ASK)
    await desk.types(DUTY, "反复谎报")
    [own] = await desk.presses_code(DUTY, "d:m:1:yes")
    assert own.template == "common.not_yours"
    await desk.presses(SECOND_DUTY, "同意静音")
    desk.wait(hours=2)
    await cries(desk)

    assert (await cards(desk, DUTY))[-1].content.silent


async def complains(desk: Desk, accused: Character | None, identity: str) -> None:
    person = await desk.person(RESIDENT)
    answers = {"place": VILLAGE, "about": "village", "identity": identity, "story": [spoken("他要好处")]}
    if accused is not None:
        answers["official"] = f"s{(await desk.official(accused)).id}"
    async with desk.work() as work:
        await submit_report(work, person, read_report(Kind.COMPLAINT, {**answers, "danger": "no"}))


@pytest.mark.parametrize("identity", ["named", "nameless"])
@pytest.mark.parametrize("accused", [TOWN_DESK, MONITOR, None], ids=["themselves", "below", "unnamed"])
async def test_nobody_mutes_who_complained_about_them_or_those_below_and_nobody_can_tell(
    desk: Desk, accused: Character | None, identity: str
) -> None:
    await desk.resident()
    await complains(desk, accused, identity)
    await cries(desk, 3)
    await desk.presses(TOWN_DESK, ASK)
    await desk.types(TOWN_DESK, "乱说")

    assert (await desk.last_told(TOWN_DESK)).template == "mute.asked"  # as everybody reads
    assert await cards(desk, DUTY, "mute.card") == []
    for wish in ("yes", "no"):
        [answer] = await desk.presses_code(DUTY, f"d:m:1:{wish}")
        assert answer.template == "common.not_yours"
    desk.wait(hours=2)
    await cries(desk)
    assert not (await cards(desk, MONITOR))[-1].content.silent


async def test_a_complaint_about_who_muted_them_ends_it_without_a_word(desk: Desk) -> None:
    await muted(desk)
    await complains(desk, TOWN_DESK, "named")
    before = [len(await desk.told(who)) for who in (TOWN_DESK, DUTY)]
    await cries(desk)

    assert not (await cards(desk, MONITOR))[-1].content.silent
    assert len(await desk.told(DUTY)) == before[1]


async def test_a_complaint_about_somebody_else_does_not_keep_the_town_from_asking(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK, SECOND_DUTY, COUNTY_LEADER)
    await desk.resident()
    await complains(desk, COUNTY_LEADER, "named")
    await cries(desk, 3)
    await desk.presses(TOWN_DESK, ASK)
    await desk.types(TOWN_DESK, "乱说")

    assert len(await cards(desk, DUTY, "mute.card")) == 1


async def test_complaints_are_never_muted(desk: Desk) -> None:
    await muted(desk)
    await cries(desk)
    await desk.types(RESIDENT, "村长打人，拿刀要杀我")

    [card] = await cards(desk, COMPLAINTS)
    assert not card.content.silent
    await complains(desk, MONITOR, "named")
    assert all(not told.content.silent for told in await cards(desk, COMPLAINTS, "task.card"))
