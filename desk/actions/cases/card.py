"""The card of a case in an official's chat, and keeping every copy of it alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.actions.cases.attachments import say_with_pieces
from desk.actions.cases.card_buttons import card_rows, may_act
from desk.actions.cases.card_text import arguments_from, case_arguments, short_arguments
from desk.actions.cases.joint_parts import open_parts
from desk.actions.cases.responsible import capacity_of_owner, who_is_above
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Case
from desk.domain.cases.joint_parts import Helper
from desk.domain.people.people import Staff
from desk.domain.staff.staffing import Copy
from desk.domain.talk.messages import Json, Keyboard, Lane, Message, Rows, message_to
from desk.ports.work import Work

__all__ = ["case_arguments", "refresh_cards", "send_card", "short_arguments"]

TASK = "task"  # the family of copies that are kept alike


@dataclass(frozen=True, slots=True)
class CardReader:
    """Who reads a card, in which capacity, who has the case if not the reader, and the reader's part."""

    staff: Staff
    capacity: Capacity
    owner: Staff | None = None
    part: Helper | None = None


@dataclass(frozen=True, slots=True)
class CardSending:
    """How a card travels; `again` makes one that was sent before a new message, a `bare` one has no files.

    A `silent` one makes no sound.
    """

    lane: Lane = Lane.CARD
    again: str = ""
    bare: bool = False
    silent: bool = False


PLAIN = CardSending()
URGENT = CardSending(Lane.WAITING)  # danger goes before everything else


def sending_of(case: Case) -> CardSending:
    """Danger does not queue behind ordinary cards."""
    return URGENT if case.danger else PLAIN


async def send_card(work: Work, case: Case, reader: CardReader, sending: CardSending = PLAIN) -> None:
    """Put the card of a case into an official's chat, with its voices, photos, places.

    An earlier copy in that chat loses its buttons. The files come first: the buttons are at hand; where there
    is danger the card does not wait for them.
    """
    if reader.staff.user_id is None:
        return
    words = await work.cases.words(case.id)
    arguments = await arguments_from(work, case, words)
    await _retire(work, case, reader.staff)
    card = _card(case, reader, arguments, sending)
    pieces = [] if sending.bare else [(number, word.body) for number, word in enumerate(words, start=1)]
    card = replace(card, silent=sending.silent)
    await say_with_pieces(work, case, card, pieces, waits=not case.danger)


async def _retire(work: Work, case: Case, staff: Staff) -> None:
    """Take the buttons off an earlier copy in that chat, if there is one."""
    for copy in await work.outbox.copies(case.id, TASK):
        if copy.chat_id == staff.user_id:
            arguments: dict[str, Json] = {"number": case.number}
            edit = _edit(copy, case, "task.newer", arguments, ())
            # A key of its own: the same act may have brought the old copy up to date a moment ago.
            await work.outbox.say(replace(edit, key=f"{copy.key}:retired"))


def _card(case: Case, reader: CardReader, arguments: dict[str, Json], sending: CardSending) -> Message:
    rows = card_rows(case, reader.capacity, cut=bool(arguments["cut"]))
    message = message_to(
        reader.staff,
        f"card:{case.id}:{reader.staff.id}:{case.version}{sending.again and ':' + sending.again}",
        "task.card",
        _shown(arguments, reader),
        rows,
    )
    return replace(message, case_id=case.id, card=TASK, lane=sending.lane)


def _shown(arguments: dict[str, Json], reader: CardReader) -> dict[str, Json]:
    owner = reader.owner
    return {
        **arguments,
        "mine": reader.capacity is Capacity.OWNER,
        "owner": "" if owner is None else owner.name,
        "owner_phone": "" if owner is None else owner.phone,
        "part": "" if reader.part is None else reader.part.department,
        "part_due_at": None if reader.part is None else reader.part.due_at.isoformat(),
    }


async def refresh_cards(work: Work, case: Case, owner: Staff | None, stamp: str = "") -> None:
    """Edit every copy of the card: whoever may act sees the buttons of now, the others who has it.

    `stamp` makes the edits new ones where the case itself has not changed.
    """
    copies = await work.outbox.copies(case.id, TASK)
    if not copies:
        return
    arguments = await case_arguments(work, case)
    others = [*await _helping(work, case, owner, copies), *await _ruling(work, case, owner, copies)]
    capacity = await capacity_of_owner(work, case)
    for copy in copies:
        reader = _reader_of(copy, owner, others)
        if reader is not None and reader.staff is owner:
            reader = replace(reader, capacity=capacity)
        edit = _brought_up(copy, case, arguments, reader, owner)
        await work.outbox.say(replace(edit, key=f"{edit.key}:{stamp}") if stamp else edit)


def _brought_up(
    copy: Copy, case: Case, arguments: dict[str, Json], reader: CardReader | None, owner: Staff | None
) -> Message:
    if reader is None and case.outside:  # they may be below the accused by now
        return _edit(copy, case, "task.gone", {"number": case.number}, ())
    rows = card_rows(case, reader.capacity, cut=bool(arguments["cut"])) if reader else ()
    shown = _shown(arguments, reader or CardReader(_NOBODY, Capacity.SUPERIOR, owner))
    return _edit(copy, case, "task.card" if reader else "task.elsewhere", shown, rows)


async def renew_card(
    work: Work, case: Case, reader: CardReader, stamp: str, *, full: bool | None = None
) -> None:
    """Show one reader the card as it is now: they pressed an old one, or want all or few buttons (`full`).

    `stamp` makes the edit a new one each time.
    """
    arguments = await case_arguments(work, case)
    rows = card_rows(case, reader.capacity, full=bool(full), cut=bool(arguments["cut"]))
    whole = full is not None or reader.capacity is Capacity.OWNER or may_act(case, reader.capacity)
    template = "task.card" if whole else "task.elsewhere"
    for copy in await work.outbox.copies(case.id, TASK):
        if copy.chat_id == reader.staff.user_id:
            edit = _edit(copy, case, template, _shown(arguments, reader), rows)
            await work.outbox.say(replace(edit, key=f"{edit.key}:{stamp}"))


_NOBODY = Staff(0, "", "")


async def _helping(
    work: Work, case: Case, owner: Staff | None, copies: Sequence[Copy]
) -> Sequence[CardReader]:
    """Whoever still owes a part, if somebody beside the owner has a copy."""
    if not _others_have(copies, owner):
        return ()
    parts = await open_parts(work, case)
    return [CardReader(part.choice.staff, Capacity.HELPER, owner, part.helper) for part in parts]


async def _ruling(
    work: Work, case: Case, owner: Staff | None, copies: Sequence[Copy]
) -> Sequence[CardReader]:
    """The superior, if somebody beside the owner has a copy and a superior could still step in."""
    if not _others_have(copies, owner) or not may_act(case, Capacity.SUPERIOR):
        return ()
    above = await who_is_above(work, case)
    return () if above is None else (CardReader(above.staff, Capacity.SUPERIOR, owner),)


def _others_have(copies: Sequence[Copy], owner: Staff | None) -> bool:
    return any(owner is None or copy.chat_id != owner.user_id for copy in copies)


def _reader_of(copy: Copy, owner: Staff | None, others: Sequence[CardReader]) -> CardReader | None:
    if owner is not None and owner.user_id == copy.chat_id:
        return CardReader(owner, Capacity.OWNER, owner)
    return next((reader for reader in others if reader.staff.user_id == copy.chat_id), None)


def _edit(copy: Copy, case: Case, template: str, arguments: dict[str, Json], rows: Rows) -> Message:
    return Message(
        key=f"{copy.key}:v{case.version}",
        chat_id=copy.chat_id,
        template=template,
        arguments=arguments,
        rows=rows,
        keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
        lane=Lane.CARD,
        language=copy.language,
        edits=copy.key,
        case_id=case.id,
    )
