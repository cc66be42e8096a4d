"""Notes among officials: they stand on the card, and no deadline moves."""

from __future__ import annotations

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.door import Refusal, access_case
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.tell_official import notify_official
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


async def comment_on_case(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Put a note on the card; the owner is told of what somebody else wrote. The resident never sees it."""
    access = await access_case(work, person, case_id, Act.COMMENT)
    if isinstance(access, Refusal):
        return access
    words = text_in([piece])
    case = await move_case(work, access, Act.COMMENT, words)
    await keep_official_words(work, case, person, "comment", [piece])
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner)
    if access.staff is not None and access.staff.id != owner.id:
        await notify_official(
            work, case, owner, "comment.told", {"said": words[:2000], "writer": access.staff.name}
        )
    return case
