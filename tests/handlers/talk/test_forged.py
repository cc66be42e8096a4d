"""What a button carries is a wish: thousands of invented, changed and outlived ones do no harm."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from desk.actions.cases.responsible import who_holds
from desk.actions.reports.withdraw import confirm_withdrawal, withdraw_case
from desk.actions.sweeps.spot_checks import answer_check
from desk.domain.cases.case import FINISHED, Case
from desk.domain.talk.said import Said, SaidKind
from handlers.router import Router
from handlers.talk.turn import Answer, Voice
from storage.ledger.ledger import LedgerRows
from tests.actions.casework import replied, report
from tests.actions.staffroom import SECOND_DUTY, rules_on
from tests.deskside import SEAL, Desk, texts
from tests.handlers.busy import EVERYBODY, INSIDERS, OUTSIDERS, a_busy_county, who_is
from tests.handlers.busy_notices import no_notice_is_open
from tests.handlers.busy_procedures import no_procedure_is_open
from tests.handlers.forging import difference, forged, kept, presses
from tests.village import DUTY, INSPECTOR, MONDAY, MONITOR, RESIDENT, TOWN_DESK, WATER_DESK

KIND = {
    "",
    "form.stale",
    "common.not_yours",
    "common.too_late",
    "alarm.over",
    "doubt.over",
    "roster.not_yours",
    "bulk.none_chosen",
    "bulk.nobody",
    "bulk.too_many",
    "task.finish_first",
    "broadcast.on_now",  # whether notices are wanted is everybody's own business
    "broadcast.off_now",
    "sweep.no_checks",  # nothing is to be looked at again by them
}
A_BATCH = 250
# A new family of buttons is shown to somebody in the busy county, and named here.
SHOWN_HERE = set("fkcormldqiasvpxbhgw")


async def test_ten_thousand_buttons_in_the_wrong_hands_change_nothing(desk: Desk, dialect: str) -> None:
    shown, random = await a_busy_county(desk), Random(20261123)
    codes = sorted({one.code for one in shown})
    pressed = [(who, code) for who in OUTSIDERS for code in codes]
    pressed += [(random.choice(OUTSIDERS), forged(random, codes)) for _ in range(10_000 - len(pressed))]
    random.shuffle(pressed)
    if dialect != "sqlite":
        pressed = pressed[:1000]
    before = await kept(desk, *OUTSIDERS)

    for start in range(0, len(pressed), A_BATCH):
        batch = pressed[start : start + A_BATCH]
        for who, code in batch:
            assert await presses(desk, who, code) in KIND, (who.name, code)
        assert difference(before, await kept(desk, *OUTSIDERS)) == {}, [(one.name, two) for one, two in batch]

    assert {code[0] for code in codes} >= SHOWN_HERE
    assert len(pressed) == (10_000 if dialect == "sqlite" else 1000)


async def test_whatever_the_right_people_forge_is_answered_and_breaks_nothing(
    desk: Desk, dialect: str
) -> None:
    shown, random = await a_busy_county(desk), Random(4)
    codes = sorted({one.code for one in shown})

    for _ in range(4000 if dialect == "sqlite" else 600):
        await presses(desk, random.choice(INSIDERS), forged(random, codes))

    for case in await unfinished(desk):
        async with desk.database.transaction() as connection:
            assert await LedgerRows(connection, SEAL, desk.now).verify(case.id) is None
        async with desk.work() as work:
            assert (await who_holds(work, case)).staff.present
        assert case.due_at is not None


HOSTILE = [
    *("q:v:all:>.zzzzzzzzzzzzz:1:", "q:v:all:>zzzzzzzzzzzzz.1:1:", "q:v:all:>zzzzzzzzzz.1:1:"),
    *(
        "q:v:overdue:<.1y2p0ij32e8e7:1:",
        "q:v:overdue:<.1y2p0ij32e8e8:1:",
        "q:v:all:>.-1:1:",
        "q:v:all:>1_0. 1 :1:",
    ),
    *("q:v:all::999999999999:", "q:v:all::99999:1.1", "q:v:all::0:", "q:v:all::1:x", "q:v:all::1:\x00"),
    *(f"q:v:all::1:{'9' * 50}", "q:s:all::1:\x00", "q:s:all:>.zzzzzzzzzzzzz:1:", "q:s:all::1:1.٣"),
    *("q:g:1:1:\x00:\x00", "q:g:1:1:elsewhere:x", "q:g:1:1:suggested:x", "q:g:2:2::", "q:g:2:2:town:ﬀ"),
    *("m:today:0:\x00", "m:today:999999999999999999:0.1", "m:today:0", "m:today:0:0.1:2"),
    *("i:list:0:\x00", "i:list:999999999999999999:0.1", "i:1:999999999999999999:satisfied", "i:1:1:unrated"),
    *("d:0", "d:999999999999999999", "v:999999999999999999:yes", "a:off:999999999999999999", "s:1:\x00"),
    *(
        "b:2:unread:370283122215:0:\x00",
        "b:2:unread:字:0",
        "b:2:results:999999999999999999:0.1",
        "b:2:readers:-1:",
    ),
    *("h:1:paper:999999999999999999", "h:1:paper:", "b:999999999999999999:again", "b:1:unread:x:1:1:1"),
    *("x:j:999999999999999999:", "x:v:1:999999999999999999:", "x:p:1::o>zzzzzzzzzzzzz:"),
    "x:z:1:999999999999999999:0:",
    *("s:999999999999999999:view", "o:1:\x00", "c:1:字", "f:1:\x00", "\x00", "k:1:1:accept\n"),
]


@pytest.mark.parametrize("code", HOSTILE)
async def test_numbers_and_marks_that_no_row_has_are_answered_like_old_buttons(desk: Desk, code: str) -> None:
    await desk.appoint(INSPECTOR)
    await replied(desk)
    await report(desk)

    for who in (TOWN_DESK, MONITOR, DUTY, INSPECTOR, RESIDENT):
        await presses(desk, who, code)


async def test_when_everything_is_over_no_button_that_led_to_it_does_anything(
    desk: Desk, dialect: str
) -> None:
    shown, random = await a_busy_county(desk), Random(1)
    await everything_ends(desk)
    pressed = [(who_is(one.chat_id), one.code) for one in shown]
    pressed += [(random.choice(EVERYBODY), random.choice(shown).code) for _ in range(2000)]
    if dialect != "sqlite":
        pressed = random.sample(pressed, 600)
    before = await kept(desk, *EVERYBODY, looks=True)

    for start in range(0, len(pressed), A_BATCH):
        batch = pressed[start : start + A_BATCH]
        for who, code in batch:
            await presses(desk, who, code)
        after = await kept(desk, *EVERYBODY, looks=True)
        assert difference(before, after) == {}, [(one.name, two) for one, two in batch]


async def everything_ends(desk: Desk) -> None:
    """Every report is taken back, every form left, every question about the staff answered."""
    for case in await unfinished(desk):
        async with desk.work() as work:
            await withdraw_case(work, await work.people.get(case.reporter_id), case.id)
        if case.danger:
            async with desk.work() as work:
                owner = (await who_holds(work, case)).staff
                official = await work.people.find_by_user(owner.user_id or 0)
                assert official is not None
                await confirm_withdrawal(work, official, case.id, "home")
    await rules_on(desk, SECOND_DUTY, granted=False)
    for who in EVERYBODY:
        await desk.types(who, "/cancel")
    await the_sweep_ends(desk)
    await desk.types(WATER_DESK, "/leave")
    await desk.presses(WATER_DESK, "销假")
    desk.wait(days=61)  # nobody looks at what was declined any more
    assert await unfinished(desk) == []
    await no_notice_is_open(desk)
    await no_procedure_is_open(desk)
    await who_was_visited_moves_away(desk)


async def the_sweep_ends(desk: Desk) -> None:
    """The inspector has looked at everything again, and it is over."""
    inspector = await desk.person(INSPECTOR)
    async with desk.work() as work:
        for position in (1, 2):
            await answer_check(work, inspector, (1, position), None)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE sweeps SET state = 'ended', ended_at = :now", {"now": desk.now})


async def who_was_visited_moves_away(desk: Desk) -> None:
    """They live in another county now, where nobody of this one goes."""
    async with desk.database.transaction() as connection:
        moved = "UPDATE households SET area_code = :elsewhere WHERE number LIKE 'V%'"
        await connection.execute(moved, {"elsewhere": "370284000000"})


async def unfinished(desk: Desk) -> list[Case]:
    """What is not over."""
    async with desk.database.reading() as connection:
        ids = [row["id"] for row in await connection.fetch_all("SELECT id FROM cases ORDER BY id")]
    async with desk.work() as work:
        cases = [await work.cases.find(one) for one in ids]
    return [case for case in cases if case is not None and case.state not in FINISHED]


def in_group(number: int, kind: SaidKind, **said: Any) -> Said:
    """Said by an official where others read along."""
    return Said(
        number, -100123, MONITOR.user_id, at=MONDAY, kind=kind, private=False, name=MONITOR.name, **said
    )


async def test_nothing_is_said_in_a_group_whatever_is_said_there(desk: Desk) -> None:
    case = await report(desk)
    before, route = await kept(desk), Router(Voice(texts().menu, texts().label))
    said = [
        in_group(1, SaidKind.TEXT, text="我家断粮了"),
        in_group(2, SaidKind.COMMAND, command="today", text="/today"),
        in_group(3, SaidKind.COMMAND, command="start", payload="join_abc", text="/start join_abc"),
        in_group(4, SaidKind.PRESS, data=f"m:card:{case.id}", query_id="4"),
        in_group(5, SaidKind.PRESS, data=f"k:{case.id}:{case.version}:accept", query_id="5"),
        in_group(6, SaidKind.VOICE, file_id="V"),
        in_group(7, SaidKind.CONTACT, phone=MONITOR.phone, contact_user_id=MONITOR.user_id),
        in_group(8, SaidKind.BLOCKED),
        in_group(9, SaidKind.UNBLOCKED),
        in_group(10, SaidKind.MIGRATED, new_chat_id=-100456),
    ]

    answers: list[Answer] = []
    for one in said:
        async with desk.work() as work:
            answers += await route(work, one)

    assert answers == []
    assert await kept(desk) == before
