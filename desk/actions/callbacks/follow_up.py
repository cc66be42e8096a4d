"""The call-back: asking whether it helped, and closing or reopening the case by the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import TOO_LATE, Access, Refusal, access_case
from desk.actions.cases.families import is_theirs
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import choose, choose_above, organisation_of, who_holds, who_is_above
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_official import notify_official
from desk.actions.cases.tell_reporter import reporter_message, tell_reporter, tell_reporter_by_day, who_comes
from desk.actions.handing_over.assign import hand_card
from desk.actions.reports.additions import add_to_case
from desk.domain.callbacks.calls import CallEnd
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, Rating
from desk.domain.cases.lifecycle import act_for
from desk.domain.deadlines import deadlines
from desk.domain.deadlines.stages import after_acceptance
from desk.domain.people.people import Person
from desk.domain.talk.messages import Button, Rows
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

ASKED = (Rating.SATISFIED, Rating.MOSTLY, Rating.PARTLY, Rating.DISSATISFIED)
OWN_CASE = Refusal("follow_up.own_case")


def round_of(case: Case) -> int:
    """Which call-back of the case this is, from 1."""
    return case.reopened + 1


def rating_rows(case: Case) -> Rows:
    """Four large buttons, one below the other."""
    return tuple(
        (Button(f"terms.rating.{rating.value}", f"r:{case.id}:{round_of(case)}:{rating.value}"),)
        for rating in ASKED
    )


async def ask_follow_up(work: Work, case: Case) -> None:
    """Ask the resident of a resolved case whether it helped."""
    await work.cases.add_follow_up(case.id, round_of(case))
    if not await is_theirs(work, case):
        return  # nobody in the chat may judge it: who is drawn for a call is rung up
    days = {"days": work.rules.follow_up_days}
    message = await reporter_message(work, case, "follow_up.ask", days, rating_rows(case))
    await work.outbox.say(replace(message, key=_key(case, round_of(case))))


def _key(case: Case, round_number: int) -> str:
    return f"follow_up:{case.id}:{round_number}"


async def _show_answer(work: Work, case: Case, round_number: int, rating: Rating) -> None:
    """Take the buttons off the question and leave what was pressed in sight."""
    message = await reporter_message(work, case, "follow_up.answered", {"rating": rating.value}, ())
    key = _key(case, round_number)
    await work.outbox.say(replace(message, key=f"{key}:answered", edits=key))


async def rate_case(
    work: Work, person: Person, case_id: int, round_number: int, rating: Rating
) -> Case | Refusal:
    """The resident says whether it helped: the case is closed, or reopened at once for the same owner.

    Why it did not help is asked afterwards, so that a «no» counts even when nothing more is said.
    """
    access = await access_case(work, person, case_id, act_for(rating))
    if isinstance(access, Refusal):
        return access
    if rating is Rating.UNRATED or round_number != round_of(access.case):
        return TOO_LATE
    if await is_handler(work, person, access.case):
        return OWN_CASE
    await work.calls.finish(case_id, round_number, CallEnd.ANSWERED)
    return await take_rating(work, access, rating)


async def take_rating(work: Work, access: Access, rating: Rating, words: str = "") -> Case:
    """The answer of the open round, pressed by the resident or told to an inspector: close or reopen."""
    round_number = round_of(access.case)
    await work.cases.answer_follow_up(access.case.id, round_number, rating.value, words)
    await _show_answer(work, access.case, round_number, rating)
    if act_for(rating) is Act.RATE:
        return await _close(work, access, rating)
    return await _reopen(work, access, rating, words)


async def is_handler(work: Work, person: Person, case: Case) -> bool:
    """Nobody judges their own work, though officials live in villages too and may report."""
    staff = await work.staff.find_by_person(person.id)
    return staff is not None and staff.id in (case.accepted_by, case.told_staff_id)


async def _close(work: Work, access: Access, rating: Rating) -> Case:
    case = await close_case(work, access, Act.RATE, rating)
    await tell_reporter(work, case, "follow_up.thanks", {"rating": rating.value})
    return case


async def close_unrated(work: Work, case: Case) -> Case:
    """Silence closes the case as unrated; it is never counted as satisfied."""
    case = await close_case(work, Access(case, Capacity.DESK, None), Act.CLOSE, Rating.UNRATED)
    await tell_reporter_by_day(work, case, "follow_up.closed_unrated")
    return case


async def close_case(work: Work, access: Access, act: Act, rating: Rating | None = None) -> Case:
    """End a resolved case at the level that solved it; without a rating nobody was asked."""
    choice = await who_holds(work, access.case)
    case = await move_case(
        work,
        access,
        act,
        details="" if rating is None else rating.value,
        rating=rating,
        closed_at=work.now,
        closed_level=choice.level,
        due_stage=None,
        due_at=None,
    )
    await settle(work, case, choice.staff)
    return case


async def _reopen(work: Work, access: Access, rating: Rating, words: str) -> Case:
    case = await reopen_case(work, access, Act.REOPEN, rating.value, words)
    owner = (await who_holds(work, case)).staff
    await tell_reporter(work, case, "follow_up.reopened", {**who_comes(case, owner), "rating": rating.value})
    return case


async def reopen_case(work: Work, access: Access, act: Act, details: str, words: str) -> Case:
    """The card goes to the same owner as before, with new deadlines, and a copy to the superior.

    `words` are an official's: why it is sent back, or what the resident said on the telephone.
    """
    before = access.case
    organisation = await organisation_of(work, before)
    choice, above = choose(before, organisation), choose_above(before, organisation)
    case = await move_case(
        work,
        access,
        act,
        words,
        details,
        reopened=before.reopened + 1,
        resolved_at=None,
        told_staff_id=choice.staff.id,
        **_counted_anew(work, before),
    )
    if words:
        kind = "call" if act is Act.REOPEN else act.value
        await keep_official_words(work, case, access.person, kind, [{"text": words}])
    await hand_card(work, case, choice)
    if above is not None:
        await send_card(
            work, case, CardReader(above.staff, Capacity.SUPERIOR, choice.staff), sending_of(case)
        )
    return case


def _counted_anew(work: Work, case: Case) -> dict[str, Any]:
    """Deadlines as if it were reported now; where a visit is owed somebody has to go again."""
    dates: dict[str, Any] = {
        "counted_from": work.now,
        "visited_at": None,
        "visit_due_at": deadlines.visit_due(case.kind, work.now, work.rules),
        "reply_due_at": deadlines.reply_due(case.kind, work.now, work.rules),
    }
    stage, due_at = after_acceptance(replace(case, **dates), work.rules)
    return {**dates, "due_stage": stage, "due_at": due_at}


async def explain_rating(
    work: Work, person: Person, case_id: int, rating: Rating, pieces: Sequence[Piece]
) -> Case | Refusal:
    """Why it did not help, in the resident's words: to the owner, with a copy to the superior."""
    case = await add_to_case(work, person, case_id, [dict(piece) for piece in pieces])
    if isinstance(case, Refusal):
        return case
    words = text_in(pieces)
    await work.cases.answer_follow_up(case_id, case.reopened, rating.value, words)
    above = await who_is_above(work, case)
    if above is not None:
        await notify_official(work, case, above.staff, "task.why", {"words": words[:2000]})
    return case
