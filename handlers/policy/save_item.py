"""存成政策条目: an official's answer to a policy question becomes an item, if a second person agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.policy.save_item import (
    LONGEST_BODY,
    LONGEST_TITLE,
    answered_question,
    propose_item,
    rule_item,
)
from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.cases.case import Case, Kind
from desk.domain.policy.card import NewItem
from desk.domain.policy.item_forms import ANSWERED, ASKED, SAVE_ITEM, SaveItemTold
from desk.domain.talk.forms import Answers, with_picks
from desk.domain.talk.messages import Button, Keyboard
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn


async def offer_to_save(turn: Turn, case: Case) -> None:
    """Under the word that the answer has gone out: the next who asks this may have it at once."""
    if case.kind is Kind.POLICY_QUESTION and turn.work.policy.topics():
        button = Button("policy.item.save", f"p:{case.id}:save:")
        await turn.say("policy.item.offer", {"number": case.number}, ((button,),), Keyboard.INLINE)


async def press_save(turn: Turn, case_id: int) -> None:
    """Ask for a title, perhaps for words that fit everybody, and for the topic."""
    answered = await answered_question(turn.work, turn.person, case_id)
    if isinstance(answered, Refusal):
        turn.notice(answered.template, alert=True, **answered.arguments)
        return
    if half_told(turn):
        return
    turn.notice()
    facts: Answers = {
        CASE_ID: case_id,
        NUMBER: answered.case.number,
        ASKED: answered.question,
        ANSWERED: answered.words,
    }
    topics = {one.code: one.name for one in turn.work.policy.topics()}
    await open_form(turn, SAVE_ITEM, with_picks(facts, "topic", topics))


async def finish_save(turn: Turn, told: SaveItemTold) -> None:
    """Put it before a second person."""
    title, body = told.title.strip(), told.body.strip() or told.replied
    if not title or len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY:
        await say_with_menu(turn, "policy.item.too_long", title=LONGEST_TITLE, body=LONGEST_BODY)
        return
    item = NewItem(title, told.topic, "", told.asked, body, turn.today)
    wish = await propose_item(turn.work, turn.person, told.case_id, item)
    if isinstance(wish, Refusal):
        await say_with_menu(turn, wish.template, **wish.arguments)
    else:
        await say_with_menu(turn, "policy.item.asked", title=title)


async def press_ruling(turn: Turn, wish_id: int, *, granted: bool) -> None:
    """The second person agrees or not."""
    try:
        result = await rule_item(turn.work, turn.person, wish_id, granted=granted)
    except OSError:
        result = Refusal("policy.item.not_written")
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice("policy.item.noted")


ENDINGS: Final[Mapping[str, Ending]] = {SAVE_ITEM.name: ends(SaveItemTold, finish_save)}
