"""An answer becomes an item of the county's policy library, once a second person has agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.card_text import story_text
from desk.actions.cases.door import NOT_YOURS, Refusal, access_case
from desk.actions.cases.official_words import text_in
from desk.actions.cases.officials import official_of
from desk.domain.cases.case import Act, Author, Case, Kind
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person, Role, Staff
from desk.domain.policy.card import ItemWish, NewItem, PolicyAct
from desk.domain.talk.messages import Button, Json, Message, Rows, message_to
from desk.ports.work import Work

LONGEST_TITLE: Final = 16  # characters; more does not fit on a button
LONGEST_BODY: Final = 700
_ASKED_BEFORE: Final = Refusal("policy.item.asked_before")
_ALONE: Final = Refusal("policy.item.alone")
_RULED: Final = Refusal("policy.item.ruled")


@dataclass(frozen=True, slots=True)
class Answered:
    """A policy question with its answer, and who may make an item of them."""

    case: Case
    staff: Staff
    question: str
    words: str


async def answered_question(work: Work, person: Person, case_id: int) -> Answered | Refusal:
    """The question and the written answer of a case, for the official who gave it."""
    access = await access_case(work, person, case_id, Act.VIEW)
    if isinstance(access, Refusal) or access.staff is None:
        return NOT_YOURS
    case = access.case
    if case.kind is not Kind.POLICY_QUESTION or case.accepted_by != access.staff.id:
        return NOT_YOURS
    words = await work.cases.words(case.id)
    replies = [word.body for word in words if word.author is Author.OFFICIAL and word.kind == "reply"]
    said, asked = text_in(replies[-1:]), story_text(words)
    if not said or not asked:
        return Refusal("policy.item.no_words")
    if await work.item_wishes.of_case(case.id) is not None:
        return _ASKED_BEFORE
    return Answered(case, access.staff, asked, said)


async def propose_item(work: Work, person: Person, case_id: int, item: NewItem) -> ItemWish | Refusal:
    """Ask the others of the department and of the county office; the first of them decides.

    `department` and `answered_on` of the item are taken from the case.
    """
    answered = await answered_question(work, person, case_id)
    if isinstance(answered, Refusal):
        return answered
    others = await _others(work, answered.case, answered.staff.id)
    if not others:
        return _ALONE
    department = answered.case.department or work.areas.county.name
    day = work.rules.day_of(answered.case.resolved_at or work.now)
    item = replace(item, department=department, answered_on=day)
    wish = ItemWish(0, answered.case.id, item, answered.staff.id)
    wish = replace(wish, id=await work.item_wishes.ask(wish))
    await _enter(work, wish, PolicyAct.PROPOSE_ITEM, person)
    for other in others:
        await work.outbox.say(_card(wish, other, answered.staff))
    return wish


async def rule_item(work: Work, person: Person, wish_id: int, *, granted: bool) -> ItemWish | Refusal:
    """The second person agrees, and it is an item of the library; or not, and nothing changes.

    Raises OSError when the item cannot be written.
    """
    wish = await work.item_wishes.find(wish_id)
    staff = await official_of(work, person)
    case = None if wish is None else await work.cases.find(wish.case_id)
    if wish is None or staff is None or case is None:
        return NOT_YOURS
    others = await _others(work, case, wish.asked_by)
    if staff.id not in {one.id for one in others}:
        return NOT_YOURS
    if wish.granted is not None or not await work.item_wishes.rule(wish.id, staff.id, granted=granted):
        return _RULED
    await _enter(work, wish, PolicyAct.ADD_ITEM if granted else PolicyAct.REJECT_ITEM, person)
    await _tell(work, wish, [*others], staff, granted=granted)
    if granted:
        today = work.today
        work.policy.keep(wish.item, staff.name, today)
    return replace(wish, granted=granted)


async def _others(work: Work, case: Case, asker_id: int) -> Sequence[Staff]:
    """Who may agree: the other holders of the department's posts and of the county office's."""
    found: dict[int, Staff] = {}
    for post in await work.staff.posts_in([work.areas.county.code]):
        own = post.role is Role.DEPARTMENT_DESK and post.department == case.department
        if (own or post.role is Role.COUNTY_OFFICE) and post.holder is not None and post.holder.present:
            found[post.holder.id] = post.holder
    return [staff for staff_id, staff in sorted(found.items()) if staff_id != asker_id]


async def _enter(work: Work, wish: ItemWish, act: PolicyAct, person: Person) -> None:
    entry = Entry(wish.case_id, act, "second_person", person_id=person.id, details=f"wish:{wish.id}")
    if act is PolicyAct.PROPOSE_ITEM:
        entry = replace(entry, capacity="owner")
    await work.ledger.append(entry)


def _arguments(wish: ItemWish) -> dict[str, Json]:
    item = wish.item
    return {"title": item.title, "question": item.question, "text": item.words, "department": item.department}


def _card(wish: ItemWish, to: Staff, asker: Staff) -> Message:
    agree = Button("policy.item.agree", f"p:{wish.id}:agree:")
    rows: Rows = ((agree, Button("policy.item.disagree", f"p:{wish.id}:disagree:")),)
    return message_to(to, _key(wish, to), "policy.item.card", {**_arguments(wish), "asker": asker.name}, rows)


def _key(wish: ItemWish, to: Staff) -> str:
    return f"item:{wish.id}:{to.id}"


async def _tell(work: Work, wish: ItemWish, others: Sequence[Staff], by: Staff, *, granted: bool) -> None:
    """Every copy of the card loses its buttons, and whoever proposed it hears."""
    asker = await work.staff.find(wish.asked_by)
    for one in [*others, *([] if asker is None else [asker])]:
        if one.user_id is None:
            continue
        message = message_to(
            one,
            f"{_key(wish, one)}:ruled",
            "policy.item.ruling",
            {**_arguments(wish), "by": by.name, "granted": granted},
        )
        await work.outbox.say(replace(message, edits="" if one is asker else _key(wish, one)))
