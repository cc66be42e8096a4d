"""Two reports of the same thing become one case; whoever reported the other still hears how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desk.actions.cases.card_text import story_text
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.assign import hand_card
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import MERGED_FROM, Act, Case, Word
from desk.domain.cases.lifecycle import next_state, open_for
from desk.domain.people.people import Person, Staff
from desk.ports.work import Work

OFFERED: Final = 8
_SHOWN: Final = 10  # characters of the story beside the number
NOT_OFFERED = Refusal("merge.not_offered")


async def twins_of(work: Work, case: Case, staff: Staff) -> Sequence[Case]:
    """The owner's other open cases of the same place, those of the same reporter and trouble first."""
    held = [one for one in await work.cases.find_told(staff.id) if _fits(case, one)]
    near = sorted(held, key=lambda one: (one.reporter_id != case.reporter_id, one.trouble != case.trouble))
    return near[:OFFERED]


def _fits(case: Case, other: Case) -> bool:
    possible = next_state(other.state, Act.MERGE, Capacity.OWNER) is not None and open_for(other, Act.MERGE)
    return possible and other.id != case.id and other.area_code == case.area_code


async def label_of(work: Work, case: Case) -> str:
    """A case on a button: its number and how its story begins."""
    return f"{case.number} {story_text(await work.cases.words(case.id))[:_SHOWN]}".strip()


async def merge_cases(work: Work, person: Person, case_id: int, number: str) -> Case | Refusal:
    """Make one of two cases of the same owner and place; returns the one that goes on.

    It is the one that was promised an answer first, so that nobody waits longer than they were told.
    """
    one = await access_case(work, person, case_id, Act.MERGE)
    if isinstance(one, Refusal):
        return one
    twin = await work.cases.find_by_number(number)
    other = NOT_OFFERED if twin is None else await access_case(work, person, twin.id, Act.MERGE)
    if isinstance(other, Refusal) or not _fits(one.case, other.case):
        return NOT_OFFERED
    kept, given = sorted((one, other), key=lambda access: (access.case.reply_due_at, access.case.id))
    return await _merge(work, kept, given)


async def _merge(work: Work, kept: Access, given: Access) -> Case:
    gone = await move_case(
        work,
        given,
        Act.MERGE,
        details=kept.case.number,
        merged_into=kept.case.id,
        closed_at=work.now,
        due_stage=None,
        due_at=None,
    )
    case = await move_case(
        work,
        kept,
        Act.COMMENT,
        details=f"merged {gone.number}",
        danger=kept.case.danger or gone.danger,
    )
    await _bring_words(work, gone, case)
    await _bring_helpers(work, gone, case)
    choice = await who_holds(work, case)
    await settle(work, gone, choice.staff)
    await settle(work, case, choice.staff)
    await hand_card(work, case, choice)
    same = gone.reporter_id == case.reporter_id
    told = {**who_comes(case, choice.staff), "into": case.number, "same": same}
    await tell_reporter(work, gone, "tell.merged", told)
    return case


async def _bring_words(work: Work, gone: Case, case: Case) -> None:
    """Everything said goes along, with a mark: the other reporter must not read it as their own."""
    words = [_marked(word, gone) for word in await work.cases.words(gone.id)]
    await work.cases.add_words(case.id, words)
    for word in words:
        if file_id := word.body.get("file_id"):
            await work.media.fetch_later(case.id, str(file_id), str(word.body.get("kind", "")))


def _marked(word: Word, gone: Case) -> Word:
    body = {name: value for name, value in word.body.items() if name != "message_id"}
    return replace(word, body={MERGED_FROM: gone.number, **body})


async def _bring_helpers(work: Work, gone: Case, case: Case) -> None:
    """A department that was asked for its part there owes it here; nobody it was asked of sits on both."""
    for helper in await work.helpers.asked_in(gone.id):
        await work.helpers.join(replace(helper, case_id=case.id, told_staff_id=None))
        if helper.done_at is not None:
            await work.helpers.save(replace(helper, case_id=case.id))
