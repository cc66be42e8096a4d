"""What somebody reports, as the desk takes it in: the answers of a form, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.domain.cases.case import Kind
from desk.domain.county.lists import OTHER, Trouble
from desk.domain.reports.forms import DEPARTMENT, ComplaintTarget, about_official, is_nameless
from desk.domain.talk.drafts import ALARMED
from desk.domain.talk.forms import Answers, story_of
from desk.domain.talk.pieces import Piece
from desk.domain.talk.reading import choice_at, text_at

_STAFF = "s"  # how the code of an official among those offered begins


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody told, complete or not. Texts are empty where nothing was said.

    `outside` means that the line must not see it: a complaint about somebody in office, about `target` and
    perhaps one official. `alarmed_at` is when danger words were first seen, where they were.
    """

    kind: Kind
    trouble: str = OTHER  # its code
    place: str = ""
    story: tuple[Piece, ...] = ()
    subject: str = ""  # of whom they speak
    contact: str = ""
    place_words: str = ""
    department: str = ""  # who leads in what is asked
    danger: bool = False
    alarmed_at: datetime | None = None
    outside: bool = False
    target: ComplaintTarget | None = None
    accused_id: int | None = None
    anonymous: bool = False
    unfinished: bool = False
    agreed_now: bool = False  # whether this is the first that they tell
    for_other: bool = False  # whether they speak for somebody else, perhaps in a voice message
    asked_contact: bool = False  # whether they were asked for a telephone number

    def case_kind(self, trouble: Trouble) -> Kind:
        """A family hit by a disaster is met sooner than others."""
        return trouble.kind if self.kind is Kind.HARDSHIP else self.kind


def read_report(kind: Kind, answers: Answers, *, unfinished: bool = False) -> Report:
    """The report that the answers of a form make; an answer that does not fit is as if not given."""
    outside = kind is Kind.COMPLAINT and about_official(answers)
    return Report(
        kind,
        text_at(answers, "trouble") or OTHER,
        text_at(answers, "place"),
        tuple(story_of(answers)),
        text_at(answers, "subject"),
        text_at(answers, "contact"),
        text_at(answers, "place_words"),
        text_at(answers, DEPARTMENT),
        danger=_in_danger(answers),
        alarmed_at=_alarmed_at(answers),
        outside=outside,
        target=choice_at(answers, "about", ComplaintTarget),
        accused_id=accused_in(answers) if outside else None,
        anonymous=kind is Kind.COMPLAINT and _stays_unknown(answers),
        unfinished=unfinished,
        agreed_now=bool(answers.get("consent")),
        for_other=bool(answers.get("subject")),
        asked_contact=isinstance(answers.get("contact"), str),
    )


def accused_in(answers: Answers) -> int | None:
    """The official whom a complaint is about, where one was named."""
    chosen = text_at(answers, "official").removeprefix(_STAFF)
    return int(chosen) if about_official(answers) and chosen.isdecimal() else None


def accused_code(staff_id: int) -> str:
    """What the form keeps of the official who was picked."""
    return f"{_STAFF}{staff_id}"


def _in_danger(answers: Answers) -> bool:
    """Whether somebody said that harm is near, or danger words were seen."""
    return answers.get("danger") == "yes" or bool(answers.get(ALARMED))


def _alarmed_at(answers: Answers) -> datetime | None:
    marked = answers.get(ALARMED)
    at = marked.get("at") if isinstance(marked, dict) else None
    return datetime.fromisoformat(at) if isinstance(at, str) else None


def _stays_unknown(answers: Answers) -> bool:
    """Who stopped before saying so stays unknown too, unless somebody must be found in time."""
    undecided = "identity" not in answers and not _in_danger(answers)
    return is_nameless(answers) or undecided
