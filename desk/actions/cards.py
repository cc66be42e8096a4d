"""The card of a case in an official's chat, and keeping every copy of it alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.actions.ports import Work
from desk.domain.capacity import Capacity
from desk.domain.cases import FINISHED, Act, Author, Case, State, Word
from desk.domain.lifecycle import allowed
from desk.domain.messages import Button, Json, Keyboard, Lane, Message, Rows
from desk.domain.people import Staff

TASK = "task"  # the family of copies that are kept alike
STORY_ON_CARD = 1200  # characters; the rest follows as a message of its own
_ACTS_ON_CARD: tuple[tuple[Act, ...], ...] = (
    (Act.ACCEPT, Act.VISIT),
    (Act.REPLY,),
    (Act.DISPUTE, Act.PASS_UP),
    (Act.RETURN, Act.TAKE),
)
_FILE_KINDS = frozenset({"voice", "audio", "photo", "video", "document"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a card, and in which capacity."""

    staff: Staff
    capacity: Capacity


def act_code(case: Case, act: Act) -> str:
    """What a button of a case carries; the version makes an old one known."""
    return f"k:{case.id}:{case.version}:{act.value}"


def act_rows(case: Case, capacity: Capacity) -> Rows:
    """The buttons that this reader may press now."""
    possible = allowed(case.state, capacity)
    rows = (
        tuple(Button(f"task.act.{act.value}", act_code(case, act)) for act in row if act in possible)
        for row in _ACTS_ON_CARD
    )
    return tuple(row for row in rows if row)


async def case_arguments(work: Work, case: Case) -> dict[str, Json]:
    """What a card says about a case; reads its words and its reporter."""
    words = await work.cases.words(case.id)
    reporter = await work.people.get(case.reporter_id)
    return {
        **short_arguments(work, case),
        "reporter": reporter.name,
        "subject": case.subject,
        "phone": case.contact or reporter.phone,
        "place_words": case.place_words,
        "story": story_text(words),
        "added": [_text_of(word) for word in words if word.author is Author.DESK],
        "files": sum(1 for word in words if word.kind in _FILE_KINDS),
        "danger": case.danger,
        "unfinished": case.unfinished,
        "reopened": case.reopened,
        "disputes": case.disputes,
    }


def short_arguments(work: Work, case: Case) -> dict[str, Json]:
    """One line's worth about a case."""
    return {
        "number": case.number,
        "kind": case.kind.value,
        "trouble": case.trouble.value,
        "state": case.state.value,
        "place": work.areas.path(case.area_code),
        "due_stage": None if case.due_stage is None else case.due_stage.value,
        "due_at": None if case.due_at is None else case.due_at.isoformat(),
        "overdue": case.due_at is not None and case.due_at < work.now,
        "submitted_at": case.submitted_at.isoformat(),
        "danger": case.danger,
    }


def story_text(words: Sequence[Word]) -> str:
    """The resident's written words, a line each."""
    return "\n".join(text for word in words if word.author is Author.RESIDENT and (text := _text_of(word)))


def _text_of(word: Word) -> str:
    return str(word.body.get("text", ""))


async def send_card(work: Work, case: Case, reader: Reader, lane: Lane = Lane.CARD) -> None:
    """Put the card of a case into an official's chat, with its voices and photos behind it."""
    if reader.staff.user_id is None:
        return
    key = f"card:{case.id}:{reader.staff.id}:{case.version}"
    arguments = await case_arguments(work, case)
    await work.outbox.say(_card(case, reader, key, arguments, lane))
    for number, word in enumerate(await work.cases.words(case.id), start=1):
        attachment = _attachment(case, reader, f"{key}:{number}", word)
        if attachment is not None:
            await work.outbox.say(attachment)


def _card(case: Case, reader: Reader, key: str, arguments: dict[str, Json], lane: Lane) -> Message:
    rows = act_rows(case, reader.capacity)
    return Message(
        key=key,
        chat_id=reader.staff.user_id or 0,
        template="task.card",
        arguments={**arguments, "story": str(arguments["story"])[:STORY_ON_CARD]},
        rows=rows,
        keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
        lane=lane,
        language=reader.staff.language,
        case_id=case.id,
        card=TASK,
    )


def _attachment(case: Case, reader: Reader, key: str, word: Word) -> Message | None:
    """A voice, photo or place of the story, as it was sent."""
    body = word.body
    if "file_id" not in body and "latitude" not in body:
        return None
    latitude, longitude = body.get("latitude"), body.get("longitude")
    return Message(
        key=key,
        chat_id=reader.staff.user_id or 0,
        template="task.attachment",
        arguments={"number": case.number},
        lane=Lane.CARD,
        language=reader.staff.language,
        file_id=str(body.get("file_id", "")),
        file_kind=str(word.kind) if word.kind in _FILE_KINDS else "",
        latitude=latitude if isinstance(latitude, float) else None,
        longitude=longitude if isinstance(longitude, float) else None,
    )


async def refresh_cards(work: Work, case: Case, owner: Staff | None) -> None:
    """Edit every copy of the card: the owner's shows what can be pressed now, the others' who has it."""
    arguments = await case_arguments(work, case)
    for copy in await work.outbox.copies(case.id, TASK):
        mine = owner is not None and owner.user_id == copy.chat_id
        rows = act_rows(case, Capacity.OWNER) if mine and case.state not in FINISHED else ()
        await work.outbox.say(
            Message(
                key=f"{copy.key}:v{case.version}",
                chat_id=copy.chat_id,
                template="task.card" if mine else "task.elsewhere",
                arguments={
                    **arguments,
                    "story": str(arguments["story"])[:STORY_ON_CARD],
                    "owner": "" if owner is None else owner.name,
                },
                rows=rows,
                keyboard=Keyboard.INLINE if rows else Keyboard.NONE,
                lane=Lane.CARD,
                language=copy.language,
                edits=copy.key,
                case_id=case.id,
            )
        )


def waits_for_nobody(case: Case) -> bool:
    """Whether no official has to do anything now."""
    return case.state in FINISHED or case.state is State.RESOLVED
