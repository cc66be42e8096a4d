"""What a button carries is a wish: thousands of invented, changed and outlived ones do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from desk.domain.cases import Act, Rating
from desk.domain.said import Said, SaidKind
from handlers.router import Router
from handlers.turn import Answer
from tests.actions.casework import accepted, replied, report, voice
from tests.deskside import Desk, texts
from tests.village import (
    COMPLAINTS,
    DUTY,
    MONDAY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    Character,
)

STRANGER = Character(6001, "不认识的人", "+8613800006001")
OUTSIDERS = (NEIGHBOUR, OTHER_TOWN_DESK, COMPLAINTS, STRANGER)
# Everything that an outsider must not touch; their own form is theirs.
WATCHED = ("cases", "case_words", "visits", "follow_ups", "ledger", "media", "staff", "posts", "invitations")
KIND = {"form.stale", "common.not_yours", "common.too_late", ""}


async def snapshot(desk: Desk, *own: Character) -> dict[str, list[Any]]:
    """All rows but the forms and messages of these people themselves."""
    chats = {one.user_id for one in own}
    async with desk.database.transaction() as connection:
        rows: dict[str, list[Any]] = {
            table: [tuple(row) for row in await connection.fetch_all(f"SELECT * FROM {table} ORDER BY id")]
            for table in WATCHED
        }
        drafts = await connection.fetch_all("SELECT * FROM drafts ORDER BY chat_id")
        said = await connection.fetch_all("SELECT id, chat_id FROM outbox ORDER BY id")
    rows["drafts"] = [tuple(row) for row in drafts if row["chat_id"] not in chats]
    rows["outbox"] = [row["id"] for row in said if row["chat_id"] not in chats]
    return rows


async def a_busy_desk(desk: Desk) -> list[str]:
    """Cases in every stage and half-done forms; returns every code that anybody was shown."""
    await report(desk, danger=True)
    await report(desk, story=[voice("VOICE-1")])
    await accepted(desk)
    await replied(desk)
    await desk.types(RESIDENT, "房子漏雨没法住")
    await desk.presses(MONITOR, "已走访")
    return [code for one in await desk.outbox() for code in one.buttons.values() if code]


def forged(random: Random, shown: Sequence[str]) -> str:
    """At most 64 bytes: any family with any numbers, or a real code with some of it changed."""
    numbers = ["0", "1", "2", "3", "4", "5", "-1", "999999", "9" * 18, "9" * 30, "", "1_0", "１", "x", " 1"]
    words = [*(act.value for act in Act), *(one.value for one in Rating), "view", "withdraw_yes", "send"]
    words += [
        "back",
        "cancel",
        "finished",
        "skip",
        "unknown",
        "none",
        "mine",
        "agree",
        "\x00",
        "370283122215",
    ]
    if random.random() < 0.5:
        parts = [random.choice("fkormz"), *random.choices([*numbers, *words], k=random.randint(0, 4))]
        code = ":".join(parts)
    else:
        code = random.choice(shown)
        for _ in range(random.randint(0, 3)):
            at = random.randrange(len(code) + 1)
            code = code[:at] + random.choice("0123456789:kformx") + code[at + random.randint(0, 1) :]
    return code.encode()[:64].decode(errors="ignore")


async def test_no_invented_button_of_an_outsider_touches_what_is_not_theirs(desk: Desk, dialect: str) -> None:
    shown, random = await a_busy_desk(desk), Random(20261123)
    rounds = 2500 if dialect == "sqlite" else 200
    before = await snapshot(desk, *OUTSIDERS)

    for number in range(rounds):
        who, code = random.choice(OUTSIDERS), forged(random, shown)
        answers = await desk.presses_code(who, code)
        assert len(answers) == 1, code
        assert answers[0].template in KIND, (who.name, code, answers[0].template)
        if number % 10 == 9 or number == rounds - 1:
            assert await snapshot(desk, *OUTSIDERS) == before, (who.name, code)


async def test_no_real_button_works_in_the_hands_of_an_outsider(desk: Desk) -> None:
    shown = [code for code in await a_busy_desk(desk) if code[0] in "kro"]
    for who in OUTSIDERS:
        before = await snapshot(desk, who)

        answers = [await desk.presses_code(who, code) for code in shown]

        assert await snapshot(desk, who) == before
        assert {one.template for [one] in answers} <= {"common.not_yours", "form.stale"}


async def test_a_closed_case_outlives_every_button_that_ever_led_to_it(desk: Desk) -> None:
    case = await replied(desk)
    await desk.presses(RESIDENT, "不满意")
    await desk.types(RESIDENT, "没人来")
    await desk.presses(RESIDENT, "说完了")
    for act in ("view", "add"):
        await desk.presses_code(RESIDENT, f"o:{case.id}:{act}")
    await desk.presses_code(RESIDENT, f"o:{case.id}:withdraw")
    await desk.presses_code(RESIDENT, f"o:{case.id}:withdraw_yes")
    shown = {code for one in await desk.outbox() for code in one.buttons.values() if code}
    cases = (await snapshot(desk))["cases"]
    ledger = len((await snapshot(desk))["ledger"])

    for who in (RESIDENT, MONITOR, TOWN_DESK, DUTY, *OUTSIDERS):
        for code in sorted(shown):
            [answer] = await desk.presses_code(who, code)
            assert texts().label("zh_CN", answer.template, answer.arguments) if answer.template else True

    after = await snapshot(desk)
    assert after["cases"] == cases
    assert [entry for entry in after["ledger"][ledger:] if Act.VIEW.value not in entry] == []


def in_group(number: int, kind: SaidKind, **said: Any) -> Said:
    """Said by an official where others read along."""
    return Said(
        number, -100123, MONITOR.user_id, at=MONDAY, kind=kind, private=False, name=MONITOR.name, **said
    )


async def test_nothing_is_said_in_a_group_whatever_is_said_there(desk: Desk) -> None:
    case = await report(desk)
    before, route = await snapshot(desk), Router(texts().menu, texts().label)
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
    assert await snapshot(desk) == before
