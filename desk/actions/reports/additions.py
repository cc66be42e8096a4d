"""The reporter adds words to a case, or asks that it be hurried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk.actions.cases.attachments import say_with_pieces
from desk.actions.cases.card import refresh_cards
from desk.actions.cases.card_buttons import way_to_card
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.record import move_case
from desk.actions.cases.resident_words import is_kept_back, keep_resident_words, untelling
from desk.actions.cases.responsible import who_holds
from desk.actions.danger.told_danger import is_danger_told
from desk.actions.deadlines.material import give_material
from desk.actions.handing_over.assign import warn
from desk.actions.reports.told_of_additions import Telling, telling_of
from desk.domain.cases.case import Act, Case, DueStage, State
from desk.domain.deadlines import deadlines
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import message_to
from desk.domain.talk.pieces import Piece, goes_apart
from desk.ports.work import Work

URGE_EVERY = timedelta(days=1)
ADDED = "task.added"


async def add_to_case(
    work: Work, person: Person, case_id: int, pieces: Sequence[Piece], *, heard: bool = False
) -> Case | Refusal:
    """Attach more words; the deadline stays where it is, and the owner is told.

    Words of danger make it an urgent case, as if they had been said at first; `heard` says that there
    were some as the pieces came.
    """
    access = await access_case(work, person, case_id, Act.ADD)
    if isinstance(access, Refusal):
        return access
    await keep_resident_words(work, access.case, person, pieces)
    worse = not access.case.danger and (heard or is_danger_told(work, pieces))
    case = await _add(work, access, alarmed(work, access.case) if worse else {})
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner)
    await _tell_owner(work, case, owner, ADDED, pieces)
    if worse:
        await warn(work, case)
    return case


async def _add(work: Work, access: Access, changes: dict[str, Any]) -> Case:
    """Whatever somebody says who was asked for material is what was asked for."""
    if access.case.state is State.AWAITING_MATERIAL:
        return await give_material(work, access, **changes)
    return await move_case(work, access, Act.ADD, **changes)


def alarmed(work: Work, case: Case) -> dict[str, Any]:
    """What changes when danger is heard of: nobody may leave it lying, whatever the deadline was before."""
    changes: dict[str, Any] = {"danger": True}
    if case.due_stage is DueStage.ACCEPT and case.due_at is not None:
        changes["due_at"] = min(case.due_at, deadlines.accept_due(work.now, work.rules, danger=True))
    return changes


async def urge_case(work: Work, person: Person, case_id: int) -> Case | Refusal:
    """Remind the owner in the reporter's name, at most once a day."""
    access = await access_case(work, person, case_id, Act.URGE)
    if isinstance(access, Refusal):
        return access
    last = access.case.urged_at
    if last is not None and work.now - last < URGE_EVERY:
        return Refusal("mine.urged_today")
    case = await move_case(work, access, Act.URGE, urged_at=work.now)
    await _tell_owner(work, case, (await who_holds(work, case)).staff, "task.urged", ())
    return case


async def _tell_owner(work: Work, case: Case, owner: Staff, template: str, pieces: Sequence[Piece]) -> None:
    if owner.user_id is None:
        return
    pieces = [untelling(piece) for piece in pieces] if case.anonymous else pieces
    usual = Telling(f"{template}:{case.id}:{case.version}")
    telling = await telling_of(work, case, owner) if template == ADDED else usual
    texts = [str(piece["text"]) for piece in pieces if piece.get("text")]
    message = message_to(
        owner,
        telling.key,
        f"{template}_often" if telling.edits else template,
        {
            "number": case.number,
            "place": work.areas.path(case.area_code),
            "trouble": case.trouble,
            "words": "\n".join(texts)[:2000],
            "files": sum(map(goes_apart, pieces)),
            "kept_back": case.anonymous and any(is_kept_back(piece) for piece in pieces),
        },
        way_to_card(case),
    )
    await say_with_pieces(
        work,
        case,
        replace(message, edits=telling.edits, case_id=case.id),
        enumerate(() if telling.edits else pieces, start=1),
        waits=not case.danger,
    )
