"""Every message is taken by the first row of one table that hears something in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from desk.domain.talk.said import SaidKind
from handlers.free_words import FREE_WORDS, Cost, drawn
from handlers.rooms import HOUSE
from handlers.talk.turn import Turn, Voice
from storage.work import open_work
from tests.actions.casework import replied
from tests.actions.deadlines.test_material import waiting
from tests.counting import Counting
from tests.deskside import Desk, texts
from tests.stories.homes import WANGS, settle
from tests.village import DOUBTFUL, MONITOR, RESIDENT, Character

DRAWING = Path(__file__).parents[2] / "docs" / "generated" / "free-words.md"
ROWS: Final = {row.name: row for row in FREE_WORDS}
LEAK, LOW_INCOME, THANKS = "房顶漏雨", "我家想吃低保找哪个", "谢谢"
Before = Callable[[Desk], Awaitable[Any]]


async def nothing(desk: Desk) -> None:
    await desk.resident()


async def a_report_has_begun(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")


async def free_words_have_begun(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, LEAK)


async def a_story_has_its_card(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, f"{LEAK}，危房改造怎么申请")


async def danger_was_doubted(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)


async def a_card_is_in_view(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, LOW_INCOME)


async def a_call_back_waits(desk: Desk) -> None:
    await replied(desk)


async def a_form_is_open_and_a_call_back_waits(desk: Desk) -> None:
    await replied(desk)
    await desk.types(RESIDENT, "我有困难")


async def material_is_waited_for(desk: Desk) -> None:
    await desk.resident()
    await waiting(desk)


async def a_household_is_visited(desk: Desk) -> None:
    await settle(desk, WANGS)


async def its_visitor_writes_a_report(desk: Desk) -> None:
    await settle(desk, WANGS)
    await desk.types(MONITOR, "我有困难")


@dataclass(frozen=True)
class Message:
    """What is said after what came before, and by whom."""

    text: str = ""
    kind: SaidKind = SaidKind.TEXT
    before: Before = nothing
    who: Character = RESIDENT
    more: Mapping[str, Any] = field(default_factory=dict)


OWN_CARD: Final = {"phone": RESIDENT.phone, "contact_user_id": RESIDENT.user_id}
VISITED: Final = f"{WANGS.head.name}家走访了，没变化"
# For each row a message that it takes, with the answer to it.
TAKEN: Final = {
    "not_passed_on": (Message(kind=SaidKind.OTHER, more={"content": "story"}), "kinds.not_passed_on"),
    "move": (Message("说完了"), "menu.help"),
    "menu": (Message("我报的事"), "mine.none"),
    "danger_answer": (Message("没得", before=danger_was_doubted), "doubt."),
    "typed_button": (Message("请人来", before=free_words_have_begun), "form."),
    "small_word_beside": (Message("在吗", before=a_report_has_begun), "form.question"),
    "line_of_card": (Message("要带什么材料", before=a_card_is_in_view), "policy.line"),
    "question_beside": (Message("低保怎么申请？", before=free_words_have_begun), "policy."),
    "open_form": (Message(LEAK, before=a_report_has_begun), "form."),
    "rating": (Message("不满意", before=a_call_back_waits), "form.question"),
    "more": (Message("我的负责人"), "more.officials_list"),
    "own_act": (Message("催办"), "mine.none"),
    "visit": (Message(VISITED, before=a_household_is_visited, who=MONITOR), "visits.card"),
    "wordless": (Message(kind=SaidKind.STICKER, more={"file_id": "s"}), "menu.wordless"),
    "own_number": (Message(kind=SaidKind.CONTACT, more=OWN_CARD), "own_card.noted"),
    "courtesy": (Message(THANKS), "menu.courtesy"),
    "small_word": (Message("在吗"), "menu.hello"),
    "material": (Message(LEAK, before=material_is_waited_for), "form.question"),
    "question": (Message(LOW_INCOME), "policy.card"),
    "report": (Message("我家有件事想说"), "form.question"),
}
# For each row a message in which it hears something too, and the row above that has it.
ABOVE: Final = {
    "question_beside": (Message("要带什么材料？", before=a_story_has_its_card), "line_of_card"),
    "typed_button": (Message("问政策", before=free_words_have_begun), "menu"),
    "small_word_beside": (Message("没有", before=danger_was_doubted), "danger_answer"),
    "open_form": (Message("我报的事", before=a_report_has_begun), "menu"),
    "rating": (Message("不满意", before=a_form_is_open_and_a_call_back_waits), "open_form"),
    "more": (Message("我的负责人", before=a_report_has_begun), "open_form"),
    "own_act": (Message("催办", before=a_report_has_begun), "open_form"),
    "visit": (Message(VISITED, before=its_visitor_writes_a_report, who=MONITOR), "open_form"),
    "wordless": (Message("", SaidKind.STICKER, a_report_has_begun, more={"file_id": "s"}), "open_form"),
    "own_number": (Message("", SaidKind.CONTACT, a_report_has_begun, more=OWN_CARD), "open_form"),
    "small_word": (Message("你是谁", before=a_report_has_begun), "small_word_beside"),
    "courtesy": (Message(THANKS, before=a_report_has_begun), "small_word_beside"),
    "material": (Message(THANKS, before=material_is_waited_for), "courtesy"),
    "question": (Message(LOW_INCOME, before=material_is_waited_for), "material"),
    "report": (Message(LOW_INCOME), "question"),
}
# What can be nothing above it: no words, or the label of a large button, or words to a card in view.
APART: Final = {"not_passed_on", "move", "menu", "danger_answer", "line_of_card"}


async def heard(desk: Desk, message: Message) -> dict[str, int]:
    """The rows that hear something in the message, and what each row asked of the database to find out."""
    said = desk.said(message.who, message.kind, text=message.text, **message.more)
    hearing: dict[str, int] = {}
    for row in FREE_WORDS:
        async with desk.database.transaction() as connection:
            counting = Counting(connection)
            work = open_work(counting, desk.now, desk.shared)
            person = await work.people.find_by_user(message.who.user_id)
            assert person is not None
            draft, voice = await work.drafts.find(said.chat_id), Voice(texts().menu, texts().label)
            before = len(counting.asked)
            turn = Turn(work, said, person, draft, HOUSE, voice)
            found = await HOUSE.free_words[row.name].hear(turn) if row.may_be(turn) else None
            asked = len(counting.asked) - before
        assert asked == 0 or row.cost in (Cost.FITTING, Cost.DATABASE), row.name
        if found is not None:
            hearing[row.name] = asked
    return hearing


async def says(desk: Desk, message: Message) -> None:
    await desk.hears(message.who, message.kind, text=message.text, **message.more)


def test_the_table_in_the_documents_is_the_one_in_the_code() -> None:
    assert DRAWING.read_text(encoding="utf-8") == drawn()


def test_each_row_is_walked() -> None:
    assert list(TAKEN) == list(ROWS)
    assert ABOVE.keys() | APART == ROWS.keys()
    order = list(ROWS)
    assert all(order.index(above) < order.index(row) for row, (_, above) in ABOVE.items())


@pytest.mark.parametrize("row", ROWS)
async def test_a_row_takes_what_none_above_it_hears(desk: Desk, row: str) -> None:
    message, answer = TAKEN[row]
    await message.before(desk)
    known = len(await desk.told(message.who))

    first, *_ = await heard(desk, message)
    await says(desk, message)

    told = [one.template for one in (await desk.told(message.who))[known:]]
    assert first == row
    assert any(template.startswith(answer) for template in told), told


@pytest.mark.parametrize("row", ABOVE)
async def test_what_two_rows_hear_belongs_to_the_one_above(desk: Desk, row: str) -> None:
    message, above = ABOVE[row]
    await message.before(desk)

    hearing = [*await heard(desk, message)]

    assert hearing[0] == above
    assert row in hearing


async def test_finding_out_costs_what_the_table_says(desk: Desk) -> None:
    await desk.resident()
    asked = await _asked_of(desk, Message(LEAK))

    assert {name for name, count in asked.items() if count} == {
        row.name for row in FREE_WORDS if row.cost is Cost.DATABASE
    }
    assert (await _asked_of(desk, Message("不满意")))["rating"] == 1
    assert (await _asked_of(desk, Message(VISITED)))["visit"] > 0


async def _asked_of(desk: Desk, message: Message) -> dict[str, int]:
    """What each row asks of the database about a message, whether it hears anything or not."""
    said, asked = desk.said(message.who, message.kind, text=message.text), {}
    async with desk.database.transaction() as connection:
        counting = Counting(connection)
        work = open_work(counting, desk.now, desk.shared)
        person = await work.people.find_by_user(message.who.user_id)
        assert person is not None
        for row in FREE_WORDS:
            before = len(counting.asked)
            turn = Turn(work, said, person, None, HOUSE, Voice(texts().menu, texts().label))
            if row.may_be(turn):
                await HOUSE.free_words[row.name].hear(turn)
            asked[row.name] = len(counting.asked) - before
    return asked


async def test_words_beside_what_cannot_be_passed_on_are_heard(desk: Desk) -> None:
    await desk.resident()

    await desk.hears(RESIDENT, SaidKind.OTHER, content="story", text=LEAK)

    assert (await desk.told(RESIDENT))[0].template == "kinds.not_passed_on"
    assert await desk.draft(RESIDENT) is not None
