"""What the card of a case says: the story, what officials noted, and the facts."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.joint_parts import helpers_on_card
from desk.actions.cases.resident_words import is_kept_back
from desk.domain.cases.case import FINISHED, MERGED_FROM, Author, Case, Word
from desk.domain.deadlines.deadlines import needs_visit
from desk.domain.people.people import Person
from desk.domain.talk.excerpts import newest_of
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import goes_apart
from desk.ports.work import Work

NOTES_ON_CARD = 3
STORY_SHOWN = 1200  # characters; the whole story is kept with the case
CUT = "\n……\n"
MERGED_ON_CARD = 10
DANGER = "danger"  # the word of the desk that quotes the sentence with the danger
ABOUT = "about"  # the word of a complaint that says of which officials it is
NOT_DELIVERED = "not_delivered"  # the word of the desk that something sent on did not arrive
TO_OFFICIAL, TO_REPORTER = "official", "reporter"
_NOTE_LENGTH = 200
_SUBJECT_LENGTH = 200  # of whom it is about, as somebody else put it
# Words of officials that the next official needs: why it is not theirs, what was found, what was answered.
_NOTES = frozenset(
    {
        "supervision",
        "rectification",
        "inspection",
        "reason",
        "finding",
        "reply",
        "asked",
        "help",
        "material",
        "extension",
        "declined",
        "redirected",
        "comment",
        "send_back",
        "referral",
        "call",
    }
)


async def case_arguments(work: Work, case: Case) -> dict[str, Json]:
    """What a card says about a case; reads its words and its reporter."""
    return await arguments_from(work, case, await work.cases.words(case.id))


async def arguments_from(work: Work, case: Case, words: Sequence[Word]) -> dict[str, Json]:
    """As `case_arguments`, from words already read."""
    reporter = await work.people.get(case.reporter_id)
    return {
        **short_arguments(work, case),
        **reporter_arguments(case, reporter),
        **await _complaint(work, case, words),
        "subject": case.subject[:_SUBJECT_LENGTH],
        "place_words": case.place_words,
        **_told(case, words),
        "notes": [*_notes(words)],
        "helpers": helpers_on_card(words),
        "merged": await _merged(work, case, words),
        "files": sum(1 for word in words if word.author is Author.RESIDENT and goes_apart(word.body)),
        **not_delivered(words),
        "kept_back": case.anonymous and any(_is_kept_back(word) for word in words),
        "unfinished": case.unfinished,
        "reopened": case.reopened,
        "unwanted": case.withdrawal_asked_at is not None and case.state not in FINISHED,
        "disputes": case.disputes,
        "extended": case.extended,
        "extension_until": None if case.extension_until is None else case.extension_until.isoformat(),
        "visit_due_at": case.visit_due_at.isoformat(),
        "reply_due_at": case.reply_due_at.isoformat(),
    }


async def _complaint(work: Work, case: Case, words: Sequence[Word]) -> dict[str, Json]:
    """Whom a complaint is about: the official by name, or what the reporter could say of them."""
    accused = None if case.accused_id is None else await work.staff.find(case.accused_id)
    about = next((str(word.body["code"]) for word in words if word.kind == ABOUT), "")
    return {"accused": "" if accused is None else accused.name, "about": about if case.outside else ""}


async def _merged(work: Work, case: Case, words: Sequence[Word]) -> list[Json]:
    """Who else reported the same thing: they are owed a visit and an answer as well."""
    if not any(MERGED_FROM in word.body for word in words):
        return []
    others = (await work.cases.find_merged_into(case.id))[:MERGED_ON_CARD]
    known = [reporter_arguments(other, await work.people.get(other.reporter_id)) for other in others]
    return [
        {"number": other.number, "reporter": one["reporter"], "phone": one["phone"]}
        for other, one in zip(others, known, strict=True)
    ]


def _is_kept_back(word: Word) -> bool:
    return word.author is Author.RESIDENT and is_kept_back(word.body)


def reporter_arguments(case: Case, reporter: Person) -> dict[str, Json]:
    """Who reported, for officials; of an anonymous case they learn nothing, not even whether it arrives."""
    if case.anonymous:
        return {"anonymous": True, "reporter": "", "reachable": True, "phone": ""}
    return {
        "anonymous": False,
        "reporter": reporter.name,
        "reachable": reporter.reachable,
        "phone": case.contact or reporter.phone,
    }


def short_arguments(work: Work, case: Case) -> dict[str, Json]:
    """One line's worth about a case."""
    return {
        "number": case.number,
        "kind": case.kind.value,
        "trouble": case.trouble,
        "state": case.state.value,
        "place": work.areas.path(case.area_code),
        "due_stage": None if case.due_stage is None else case.due_stage.value,
        "due_at": None if case.due_at is None else case.due_at.isoformat(),
        "overdue": case.due_at is not None and case.due_at < work.now,
        "submitted_at": case.submitted_at.isoformat(),
        "danger": case.danger,
        "supervised": case.supervised_at is not None and case.state not in FINISHED,
        "visits": needs_visit(case.kind, work.rules) and not case.department,
    }


def _told(case: Case, words: Sequence[Word]) -> dict[str, Json]:
    """Of danger the sentence that says it and the newest words; else how the story begins and ends.

    `left` counts the pieces that are not shown, `cut` says whether anything is not.
    """
    if not case.danger:
        told = story_text(words)
        return {
            "sentence": "",
            "story": shortened(told, STORY_SHOWN),
            "left": 0,
            "cut": len(told) > STORY_SHOWN,
        }
    noted = [text_of(word) for word in words if word.author is Author.DESK and word.kind == DANGER]
    sentence = noted[-1] if noted else ""
    shown = newest_of(story_texts(words), STORY_SHOWN - len(sentence))
    return {"sentence": sentence, "story": shown.text, "left": shown.left, "cut": shown.left > 0}


def story_texts(words: Sequence[Word]) -> list[str]:
    """The resident's written words, one by one."""
    return [text for word in words if word.author is Author.RESIDENT and (text := text_of(word))]


def story_text(words: Sequence[Word]) -> str:
    """The resident's written words, a line each."""
    return "\n".join(story_texts(words))


def shortened(text: str, length: int) -> str:
    """The beginning and the end of a long text; a cut is shown as a cut."""
    if len(text) <= length:
        return text
    end = length // 3
    return f"{text[: length - end].rstrip()}{CUT}{text[-end:].lstrip()}"


def _notes(words: Sequence[Word]) -> list[dict[str, Json]]:
    """The last of what officials said, each with what it was; of the replies only the last."""
    notes = [word for word in words if word.author is Author.OFFICIAL and str(word.kind) in _NOTES]
    replies = [word for word in notes if str(word.kind) == "reply"]
    notes = [word for word in notes if word not in replies[:-1]]
    return [
        {
            "kind": str(word.kind),
            "text": text_of(word)[:_NOTE_LENGTH],
            "file": goes_apart(word.body),
            "unit": _unit_in(word),
        }
        for word in notes[-NOTES_ON_CARD:]
    ]


def not_delivered(words: Sequence[Word]) -> dict[str, Json]:
    """How many of the files that were sent on did not arrive: with officials, and with the reporter."""
    lost = {(str(word.body["to"]), word.body["piece"]) for word in words if word.kind == NOT_DELIVERED}
    readers = [to for to, _ in lost]
    return {"lost": readers.count(TO_OFFICIAL), "lost_for_reporter": readers.count(TO_REPORTER)}


def _unit_in(word: Word) -> str:
    """The department that a note is about, or the unit that a dispute suggests."""
    suggested = word.body.get("suggested")
    return str(suggested["name"] if isinstance(suggested, dict) else word.body.get("department", ""))


def text_of(word: Word) -> str:
    """What was written; empty for a voice or a place."""
    return str(word.body.get("text", ""))
