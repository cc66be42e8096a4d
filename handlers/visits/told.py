"""What is told of a visit in words, photos and places, and the problem found there that becomes a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.official_words import text_in
from desk.actions.cases.responsible import who_holds
from desk.actions.danger.told_danger import is_danger_told
from desk.actions.visits.home_card import see_home
from desk.actions.visits.list_card import Done
from desk.actions.visits.problem import found_at_visit, open_problem
from desk.actions.visits.record import ToldVisit
from desk.domain.cases.case import Case
from desk.domain.county.lists import OTHER
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import FILES, Piece
from desk.domain.talk.said import SaidKind
from desk.domain.visits.forms import (
    ABOUT,
    DAY,
    HEAD,
    HOUSEHOLD_ID,
    LEVELS,
    SPOT,
    VISIT_FOUND,
    VISIT_WORDS,
    VisitFoundTold,
    VisitWordsTold,
    levels_told,
    topics_in,
)
from desk.domain.visits.list_position import ListPosition
from desk.domain.visits.panel_codes import (
    Levels,
    Marks,
    VisitNote,
    day_code,
    known_levels,
    said_levels,
)
from desk.domain.visits.visit import Finding, FindingLevel, How, Photo, Visit
from handlers.talk.endings import told_in
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn
from handlers.visits.list import done_of, here, leave_behind, note_visit, panel_of, refuse_visit, show_list

_SEEN: Final = FILES - {SaidKind.STICKER}


async def ask_words(turn: Turn, about: VisitNote, marks: Marks, spot: ListPosition) -> None:
    """Words to what is not well, then photos and the place; then it is recorded."""
    result = await panel_of(turn, about)
    if isinstance(result, Refusal):
        refuse_visit(turn, result)
        return
    turn.notice()
    known: dict[str, Json] = {
        **dict.fromkeys(turn.work.rules.visit_topics, ""),
        ABOUT: about.code(),
        LEVELS: said_levels(known_levels(marks, turn.work.rules.visit_topics)),
        SPOT: spot.code(),
        HEAD: result[0]["head"],
    }
    await open_form(turn, VISIT_WORDS, known)


async def finish_words(turn: Turn, draft: Draft) -> None:
    """Record it as told; what was written of danger becomes a case at once."""
    told, topics, levels = (
        await told_in(turn, draft, VisitWordsTold),
        topics_in(draft.answers, turn.work.rules.visit_topics),
        levels_told(draft.answers),
    )
    if told is None:
        return
    pieces = [*topics.values(), *told.story]
    visit = replace(
        _told(turn, draft, pieces, told.about.day),
        how=told.about.how or How.HOME,
        findings={topic: Finding(level, _words(topics.get(topic))) for topic, level in levels.items()},
        words=text_in(told.story),
    )
    result = await note_visit(turn, told.about, visit)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    await say_with_menu(turn, "visits.kept", head=told.head)
    if is_danger_told(turn.work, pieces) and result.visit.case_id is None:
        await _open(turn, result.visit, _trouble(turn, levels), pieces)
    await _back_to_list(turn, told.spot, await done_of(turn, result))


async def _back_to_list(turn: Turn, spot: ListPosition | None, done: Done | None = None) -> None:
    """The list in a new message, and a way to it where it was before."""
    former = spot or here(turn)
    await show_list(turn, here(turn, former.page), done)
    await leave_behind(turn, former)


def _trouble(turn: Turn, levels: Levels) -> str:
    """What is worst."""
    for level in (FindingLevel.BAD, FindingLevel.WATCH):
        for topic, one in levels.items():
            if one is level and topic in turn.work.rules.visit_topics:
                return turn.work.rules.visit_topics[topic].trouble
    return OTHER


async def _open(turn: Turn, visit: Visit, trouble: str, pieces: list[Piece]) -> None:
    home = await see_home(turn.work, turn.person, visit.household_id)
    if not isinstance(home, Refusal):
        await _say_opened(turn, await open_problem(turn.work, turn.person, (home, visit), trouble, pieces))


def _told(turn: Turn, draft: Draft, pieces: Sequence[Piece], day: date | None) -> ToldVisit:
    """What the messages alone tell of a visit."""
    place = next((piece for piece in pieces if piece.get("latitude") is not None), {})
    return ToldVisit(
        key=f"told:{draft.chat_id}:{draft.started_at.isoformat()}",
        how=How.HOME,
        visited_on=day or _said_on(turn, pieces),
        photos=tuple(_photos(pieces)),
        latitude=_degrees(place, "latitude"),
        longitude=_degrees(place, "longitude"),
    )


def _said_on(turn: Turn, pieces: Sequence[Piece]) -> date:
    """The day on which it was said: a phone without a network sends it later."""
    rules = turn.work.rules
    days = [rules.day_of(datetime.fromisoformat(str(piece["at"]))) for piece in pieces if "at" in piece]
    return min([*days, turn.today])


def _words(piece: Piece | None) -> str:
    return "" if piece is None else str(piece.get("text", ""))


def _photos(pieces: Sequence[Piece]) -> Iterator[Photo]:
    for piece in pieces:
        if piece.get("file_id") and piece.get("kind") in _SEEN:
            yield Photo(str(piece["file_id"]), str(piece["kind"]))


def _degrees(piece: Piece, name: str) -> float | None:
    value = piece.get(name)
    return float(value) if isinstance(value, int | float) else None


async def ask_problem(turn: Turn, household_id: int, day: date | None, spot: ListPosition) -> None:
    """What was found there?"""
    home = await see_home(turn.work, turn.person, household_id)
    if isinstance(home, Refusal):
        refuse_visit(turn, home)
        return
    turn.notice()
    known: dict[str, Json] = {
        HOUSEHOLD_ID: household_id,
        DAY: day_code(day),
        SPOT: spot.code(),
        HEAD: home.household.head.name,
    }
    await open_form(turn, VISIT_FOUND, known)


async def finish_problem(turn: Turn, draft: Draft) -> None:
    """The visit is recorded and the case opened; who answers for it is said."""
    told = await told_in(turn, draft, VisitFoundTold)
    if told is None:
        return
    visit = ToldVisit(
        key=f"problem:{draft.chat_id}:{draft.started_at.isoformat()}",
        how=told.how,
        visited_on=told.visited_on or _said_on(turn, told.story),
        photos=tuple(_photos(told.story)),
    )
    result = await found_at_visit(
        turn.work, turn.person, told.household_id, told.trouble, (visit, told.story)
    )
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    await _say_opened(turn, result[1])
    await _back_to_list(turn, told.spot)


async def _say_opened(turn: Turn, case: Case) -> None:
    owner = (await who_holds(turn.work, case)).staff
    own = owner.user_id == turn.person.user_id
    await say_with_menu(
        turn,
        "visits.problem_kept",
        number=case.number,
        trouble=case.trouble,
        danger=case.danger,
        owner="" if own else owner.name,
        phone=owner.phone,
    )


ENDINGS: Final[Mapping[str, Ending]] = {
    VISIT_WORDS.name: finish_words,
    VISIT_FOUND.name: finish_problem,
}
