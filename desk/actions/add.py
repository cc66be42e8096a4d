"""The reporter adds words to a case, asks that it be hurried, or takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from desk.actions.cards import refresh_cards
from desk.actions.door import Access, Refusal, access_case
from desk.actions.ports import Work
from desk.actions.record import move_case
from desk.actions.submit import fetch_file, word_of
from desk.actions.who import who_holds
from desk.domain.cases import Act, Case
from desk.domain.messages import Json, Lane, Message
from desk.domain.people import Person, Staff

URGE_EVERY = timedelta(days=1)


async def add_to_case(
    work: Work, person: Person, case_id: int, pieces: Sequence[dict[str, Json]]
) -> Case | Refusal:
    """Attach more words; the deadline stays where it is, and the owner is told."""
    access = await access_case(work, person, case_id, Act.ADD)
    if isinstance(access, Refusal):
        return access
    await work.cases.add_words(case_id, [word_of(piece, person, work.now) for piece in pieces])
    for piece in pieces:
        await fetch_file(work, access.case, piece)
    case = await move_case(work, access, Act.ADD)
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner)
    await _tell_owner(work, case, owner, "task.added", pieces)
    return case


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


async def withdraw_case(work: Work, person: Person, case_id: int) -> Case | Refusal:
    """Take a case back; nobody has to come any more."""
    access = await access_case(work, person, case_id, Act.WITHDRAW)
    if isinstance(access, Refusal):
        return access
    owner = (await who_holds(work, access.case)).staff
    case = await _withdraw(work, access)
    await refresh_cards(work, case, owner)
    return case


async def _withdraw(work: Work, access: Access) -> Case:
    return await move_case(work, access, Act.WITHDRAW, closed_at=work.now, due_stage=None, due_at=None)


async def _tell_owner(
    work: Work, case: Case, owner: Staff, template: str, pieces: Sequence[dict[str, Json]]
) -> None:
    if owner.user_id is None:
        return
    key = f"{template}:{case.id}:{case.version}"
    texts = [str(piece["text"]) for piece in pieces if piece.get("text")]
    await work.outbox.say(
        Message(
            key=key,
            chat_id=owner.user_id,
            template=template,
            arguments={
                "number": case.number,
                "place": work.areas.path(case.area_code),
                "trouble": case.trouble.value,
                "words": "\n".join(texts)[:2000],
                "files": len(pieces) - len(texts),
            },
            lane=Lane.CARD,
            language=owner.language,
            case_id=case.id,
        )
    )
    for number, piece in enumerate(pieces, start=1):
        if file_id := piece.get("file_id"):
            await work.outbox.say(_forwarded(case, owner, f"{key}:{number}", piece, str(file_id)))


def _forwarded(case: Case, owner: Staff, key: str, piece: dict[str, Json], file_id: str) -> Message:
    return Message(
        key=key,
        chat_id=owner.user_id or 0,
        template="task.attachment",
        arguments={"number": case.number},
        lane=Lane.CARD,
        language=owner.language,
        file_id=file_id,
        file_kind=str(piece.get("kind", "document")),
    )
