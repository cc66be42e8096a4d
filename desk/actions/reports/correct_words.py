"""Somebody edits what they said in a case: the new words take the place of the old, which the ledger keeps.

An edit without new words is nothing that was said: a place that moves is kept up to date in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from desk.actions.cases.attachments import pin_of, say_with_pieces
from desk.actions.cases.card import refresh_cards
from desk.actions.cases.card_buttons import way_to_card
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.record import move_case
from desk.actions.cases.resident_words import untelling
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.tell_reporter import forward, tell_reporter, who_comes
from desk.actions.danger.listening import is_danger
from desk.actions.handing_over.assign import warn
from desk.actions.reports.additions import alarmed
from desk.domain.cases.case import FINISHED, Act, Author, Case, Word
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import Json, Lane, Message, message_to
from desk.domain.talk.pieces import Piece, is_elsewhere, says_otherwise
from desk.domain.talk.said import SaidKind
from desk.ports.work import Work

# Telegram lets people edit a message for two days.
_EDITED_WITHIN: Final = timedelta(days=3)
_CASES: Final = 8
_SHOWN: Final = 1000
# Words of officials that the reporter has read as they were written.
TOLD: Final = frozenset({"reply", "material"})
SAME: Final = Refusal("edit.same")  # nothing new: nobody is told of it
TOO_LATE: Final = Refusal("edit.too_late")


async def correct_words(work: Work, person: Person, piece: Piece) -> Case | Refusal | None:
    """Let the words of an edited message say what they say now; None when it belongs to no case."""
    found = await _find(work, person, piece)
    if found is None:
        return None
    case_id, word = found
    access = await access_case(work, person, case_id, Act.CORRECT)
    if not says_otherwise(word.body, piece):
        if not isinstance(access, Refusal) and is_elsewhere(word.body, piece):
            await _move(work, access.case, word, piece)
        return SAME
    if isinstance(access, Refusal):
        return TOO_LATE
    return await _correct(work, access, word, piece)


async def _find(work: Work, person: Person, piece: Piece) -> tuple[int, Word] | None:
    """The case and the words of that message; what was said without a name is found by its reporter alone."""
    for case_id, word in await work.cases.said_by(person.id, work.now - _EDITED_WITHIN):
        if _is_of(word, piece):
            return case_id, word
    for case in await work.cases.find_of_reporter(person.id, _CASES):
        words = await work.cases.words(case.id) if case.anonymous else ()
        for word in words:
            if _is_of(word, piece):
                return case.id, word
    return None


def _is_of(word: Word, piece: Piece) -> bool:
    return bool(piece.get("message_id")) and word.body.get("message_id") == piece.get("message_id")


async def _correct(work: Work, access: Access, word: Word, piece: Piece) -> Case:
    old, new = word.body, _kept(access.case, word, piece)
    text = str(new.get("text", ""))
    resident = word.author is Author.RESIDENT
    worse = resident and not access.case.danger and is_danger(work, text)
    changes: dict[str, Any] = alarmed(work, access.case) if worse else {}
    case = await move_case(work, access, Act.CORRECT, str(old.get("text", "")), str(word.kind), **changes)
    await work.cases.replace_word(case.id, replace(word, body=new))
    if file_id := new.get("file_id"):
        await work.media.fetch_later(case.id, str(file_id), str(new.get("kind", "")))
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, None if case.state in FINISHED else owner)
    if resident:
        await _tell_owner(work, case, owner, replace(word, body=new), old)
    elif word.kind in TOLD:
        await _tell_reporter(work, case, owner, new, other_file=_other_file(old, new))
    if worse:
        await warn(work, case)
    return case


def _kept(case: Case, word: Word, piece: Piece) -> dict[str, Json]:
    said = untelling(piece) if case.anonymous and word.author is Author.RESIDENT else dict(piece)
    return {**said, **({"at": word.body["at"]} if "at" in word.body else {})}


async def _tell_owner(work: Work, case: Case, owner: Staff, word: Word, old: Piece) -> None:
    """One message for one edited message: who edits it again and again changes that."""
    if owner.user_id is None:
        return
    key = f"task.corrected:{case.id}:{owner.id}:{word.id}"
    again = await work.outbox.has(key)
    message = message_to(
        owner,
        f"{key}:{case.version}" if again else key,
        "task.corrected",
        {
            "number": case.number,
            "place": work.areas.path(case.area_code),
            "old": str(old.get("text", ""))[:_SHOWN],
            "new": str(word.body.get("text", ""))[:_SHOWN],
        },
        way_to_card(case),
    )
    message = replace(message, edits=key if again else "", case_id=case.id)
    files = [(1, word.body)] if _other_file(old, word.body) and not again else []
    await say_with_pieces(work, case, message, files, waits=not case.danger)


async def _tell_reporter(work: Work, case: Case, owner: Staff, new: Piece, *, other_file: bool) -> None:
    """What was answered is answered otherwise: whoever read the first must not go by it."""
    words = str(new.get("text", ""))
    await tell_reporter(work, case, "tell.corrected", {**who_comes(case, owner), "words": words})
    if other_file:
        await forward(work, case, new, f"corrected_file:{case.id}:{case.version}")


def _other_file(old: Piece, new: Piece) -> bool:
    return bool(new.get("unique_id")) and old.get("unique_id") != new.get("unique_id")


async def _move(work: Work, case: Case, word: Word, piece: Piece) -> None:
    """A place goes on: the case knows where it is now, and the pins of officials go with it."""
    if case.anonymous or case.state in FINISHED:
        return
    place = {name: piece[name] for name in ("latitude", "longitude") if name in piece}
    until = {"live_until": piece["live_until"]} if "live_until" in piece else {}
    rest = {name: value for name, value in word.body.items() if name != "live_until"}
    await work.cases.replace_word(case.id, replace(word, body={**rest, **place, **until}))
    # One row a minute is enough to follow somebody, and the last place is always told.
    stamp = work.now.strftime("%d%H%M") if until else "stopped"
    await _move_pins(work, case, place, (pin_of(word.body.get("message_id")), stamp))


async def _move_pins(work: Work, case: Case, place: dict[str, Json], family: tuple[str, str]) -> None:
    pin, stamp = family
    pieces: Sequence[dict[str, Json]] = ({"kind": SaidKind.LOCATION.value, **place},)
    for copy in await work.outbox.copies(case.id, pin):
        await work.outbox.say(
            Message(
                key=f"{copy.key}:moved:{stamp}",
                chat_id=copy.chat_id,
                template="",
                pieces=tuple(pieces),
                edits=copy.key,
                lane=Lane.CARD,
                language=copy.language,
                case_id=case.id,
            )
        )
