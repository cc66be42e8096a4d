"""A report becomes a case: numbered, stored, routed, and the resident told who comes by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.actions.assign import assign_case
from desk.actions.ports import Work
from desk.domain import deadlines
from desk.domain.areas import Area, Level
from desk.domain.capacity import Capacity
from desk.domain.cases import Act, Author, Case, DueStage, Hold, Kind, Source, State, Trouble, Word
from desk.domain.drafts import ALARMED
from desk.domain.forms import story_of
from desk.domain.ledger import Entry
from desk.domain.lifecycle import next_state
from desk.domain.messages import Json
from desk.domain.people import Person
from desk.domain.routes import first_hold


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident told, complete or not. `answers` is what the form collected."""

    kind: Kind
    answers: Mapping[str, Json]
    unfinished: bool = False

    def text(self, name: str) -> str:
        """An answer as text; a message given as an answer is its words."""
        value = self.answers.get(name)
        if isinstance(value, dict):
            value = value.get("text")
        return value if isinstance(value, str) else ""

    @property
    def danger(self) -> bool:
        """Whether somebody said that harm is near, or danger words were seen."""
        return self.answers.get("danger") == "yes" or bool(self.answers.get(ALARMED))

    @property
    def trouble(self) -> Trouble:
        """The everyday word chosen; other until somebody chose."""
        chosen = self.text("trouble")
        return Trouble(chosen) if chosen in set(Trouble) else Trouble.OTHER


async def submit_report(work: Work, person: Person, report: Report) -> Case:
    """Store the report as a case with its words and files, and give it to whoever is responsible."""
    case = await work.cases.add(await _new_case(work, person, report))
    await _keep_words(work, case, person, report)
    await work.ledger.append(
        Entry(
            case_id=case.id,
            act=Act.SUBMIT,
            capacity=(Capacity.DESK if report.unfinished else Capacity.REPORTER).value,
            person_id=person.id,
            to_state=case.state,
        )
    )
    return await assign_case(work, case)


async def _new_case(work: Work, person: Person, report: Report) -> Case:
    area = work.areas.get(report.text("place")) or work.areas.county
    hold = _first_hold(work, report, area)
    capacity = Capacity.DESK if report.unfinished else Capacity.REPORTER
    return Case(
        id=0,
        number=await next_number(work),
        kind=report.kind,
        trouble=report.trouble,
        source=Source.PROXY if report.text("subject") else Source.SELF,
        state=next_state(None, Act.SUBMIT, capacity) or State.SUBMITTED,
        version=1,
        reporter_id=person.id,
        area_code=area.code,
        level=hold.level,
        department=hold.department,
        danger=report.danger,
        submitted_at=work.now,
        visit_due_at=deadlines.visit_due(report.kind, work.now, work.rules),
        reply_due_at=deadlines.reply_due(report.kind, work.now, work.rules),
        subject=report.text("subject"),
        contact=report.text("contact") or person.phone,
        place_words=report.text("place_words"),
        unfinished=report.unfinished,
        due_stage=DueStage.ACCEPT,
        due_at=deadlines.accept_due(work.now, work.rules, danger=report.danger),
    )


def _first_hold(work: Work, report: Report, area: Area) -> Hold:
    """A story left unfinished goes to the town: there somebody asks what it was about."""
    hold = first_hold(work.rules, report.kind, report.trouble, area.level)
    unclear = report.unfinished and hold.level is Level.VILLAGE
    return Hold(Level.TOWN) if unclear else hold


async def next_number(work: Work) -> str:
    """The number people quote: BF-YYMMDD-NNNN, wider when a day needs it."""
    day = work.now.astimezone(work.rules.zone).strftime("%y%m%d")
    return f"BF-{day}-{await work.cases.next_number(day):04d}"


async def _keep_words(work: Work, case: Case, person: Person, report: Report) -> None:
    pieces = story_of(report.answers)
    await work.cases.add_words(case.id, [word_of(piece, person, work.now) for piece in pieces])
    for piece in pieces:
        await fetch_file(work, case, piece)


async def fetch_file(work: Work, case: Case, piece: Mapping[str, Json]) -> None:
    """A file named in a case is fetched by a row, whatever happens to this process."""
    if file_id := piece.get("file_id"):
        await work.media.fetch_later(case.id, str(file_id), str(piece.get("kind", "")))


def word_of(piece: Mapping[str, Json], person: Person, now: datetime) -> Word:
    """One piece of a story as a word of the case, with the time at which it was said."""
    said_at = piece.get("at")
    return Word(
        author=Author.RESIDENT,
        kind=str(piece.get("kind", "text")),
        body=dict(piece),
        said_at=datetime.fromisoformat(said_at) if isinstance(said_at, str) else now,
        person_id=person.id,
    )
