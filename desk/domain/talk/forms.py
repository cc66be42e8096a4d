"""Forms as data: what is asked in which order, and one pure function that goes through them.

Every answer gives exactly one outcome. Nothing that a person sends is refused or dropped: words that are no
answer to the question are kept with the story, and the question stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import same_message, size_of
from desk.domain.talk.short_answers import ShortAnswer

Answers = Mapping[str, Json]
STORY = "story"  # where the pieces of a story stand among the answers of a form that begins or is through
RETURN_TO = "return_to"  # where a jump came from
_PICKS = "picks:"  # with the name of a step: what may be picked there


class StepKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    PICK = "pick"  # one of a list that was made when the form was opened: units, villages, cases
    STORY = "story"  # as many messages as they like, until «that is all»
    WORDS = "words"  # one message of any kind
    PLACE = "place"
    CONTACT = "contact"
    CONFIRM = "confirm"


CHOSEN: Final = frozenset({StepKind.CHOICE, StepKind.PICK, StepKind.CONFIRM})  # answered with a button


def always(_: Answers) -> bool:
    """The condition of a step that is asked every time."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `options` are codes; `when` says whether it is asked at all, given what is known.

    An option in `jumps` asks another step first and comes back; one in `leaves` ends the form at once. With
    `typed` a message chooses that option and answers that later step: nobody presses «in my own words» first.
    """

    name: str
    kind: StepKind
    options: tuple[str, ...] = ()
    when: Callable[[Answers], bool] = always
    optional: bool = False
    jumps: Mapping[str, str] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()
    typed: tuple[str, str] | None = None
    located: bool = False  # a button shares the place, among other things that may be sent
    listed: str = ""  # the county's list whose entries may be chosen, before the step's own options …
    each: Callable[[Answers, str], bool] | None = None  # … or each of which is asked about, if so
    labels: Mapping[str, str] = field(default_factory=dict)  # text keys of what came from that list
    in_short: Mapping[ShortAnswer, str] = field(
        default_factory=dict
    )  # the option or move that yes or no means


@dataclass(frozen=True, slots=True)
class Form:
    """A named list of questions. `keeps_story` says that stray words belong to the story.

    Danger is looked for in what residents say (`watched`); officials write of danger without being in it.
    """

    name: str
    steps: tuple[Step, ...]
    keeps_story: bool = False
    watched: bool = False

    def step(self, name: str) -> Step:
        """The step of that name. Raises LookupError for a step of an older version of the form."""
        for step in self.steps:
            if step.name == name:
                return step
        raise LookupError(f"form {self.name} has no step {name}")

    def after(self, name: str | None, answers: Answers) -> Step | None:
        """The next question that applies; None when all are answered."""
        rest = self.steps if name is None else self.steps[self.steps.index(self.step(name)) + 1 :]
        return next((step for step in rest if step.when(answers)), None)

    def outdated(self, answers: Answers) -> set[str]:
        """The questions whose kept answer is none of their choices any more: the form is older than they."""
        answered = (step for step in self.steps if answers.get(step.name))
        return {step.name for step in answered if not _is_possible(step, answers)}

    def before(self, name: str, answers: Answers) -> Step | None:
        """The question before this one that applies; None at the first."""
        earlier = self.steps[: self.steps.index(self.step(name))]
        return next((step for step in reversed(earlier) if step.when(answers)), None)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A choice, with the number of the question it belongs to (None: typed, so it is for the open one)."""

    choice: str
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Spoke:
    """A message: one piece of a story, ready for JSON."""

    piece: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Given:
    """A value worked out of what was said: a village's code, a phone number."""

    value: Json


class Move(StrEnum):
    """Buttons that every form has."""

    FINISHED = "finished"  # «that is all»
    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"


Input = Pressed | Spoke | Given | Move


class Result(StrEnum):
    """What became of an input."""

    ASK = "ask"  # another question is open
    KEPT = "kept"  # a piece of the story was kept; the question stays
    STRAY = "stray"  # kept with the story although something else was asked; ask again
    AGAIN = "again"  # no answer; ask again
    DONE = "done"
    LEFT = "left"  # an option that ends the form was chosen
    CANCELLED = "cancelled"
    STALE = "stale"  # a button of an earlier question; nothing changed


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result and the draft after it; the draft is unchanged where nothing was to change."""

    result: Result
    draft: Draft


def begin(form: Form, draft: Draft) -> Outcome:
    """Open the first question that applies to what is known already."""
    return _open(draft, form.after(None, draft.answers))


def advance(form: Form, draft: Draft, said: Input, now: datetime) -> Outcome:
    """One input against the open question."""
    draft = replace(draft, updated_at=now)
    step = form.step(draft.step)
    if isinstance(said, Pressed):
        return _pressed(form, step, draft, said)
    if isinstance(said, Spoke):
        return _spoke(form, step, draft, said)
    if isinstance(said, Given):
        return _answered(form, step, draft, said.value)
    return _moved(form, step, draft, said)


def _pressed(form: Form, step: Step, draft: Draft, said: Pressed) -> Outcome:
    if said.question not in (None, draft.question):
        return Outcome(Result.STALE, draft)
    if said.choice not in step.options and said.choice not in picks_of(step, draft.answers):
        return Outcome(Result.STALE if said.question is not None else Result.AGAIN, draft)
    if said.choice in step.leaves:
        return Outcome(Result.LEFT, replace(draft, answers={**draft.answers, step.name: said.choice}))
    if said.choice in step.jumps:
        answers = {**draft.answers, RETURN_TO: step.name}
        return _open(replace(draft, answers=answers), form.step(step.jumps[said.choice]))
    return _answered(form, step, draft, said.choice)


def _spoke(form: Form, step: Step, draft: Draft, said: Spoke) -> Outcome:
    if step.kind is StepKind.STORY:
        return Outcome(Result.KEPT, with_piece(draft, said.piece))
    if step.kind is StepKind.WORDS:
        return _answered(form, step, draft, said.piece)
    if step.typed is not None:
        option, later = step.typed
        chosen = replace(draft, answers={**draft.answers, step.name: option})
        return _answered(form, form.step(later), chosen, said.piece)
    if form.keeps_story:
        return Outcome(Result.STRAY, with_piece(draft, said.piece))
    return Outcome(Result.AGAIN, draft)


def _moved(form: Form, step: Step, draft: Draft, move: Move) -> Outcome:
    if move is Move.CANCEL:
        return Outcome(Result.CANCELLED, draft)
    if move is Move.BACK and RETURN_TO in draft.answers:
        return _onward(form, step, draft)
    if move is Move.BACK:
        earlier = form.before(step.name, draft.answers)
        return Outcome(Result.AGAIN, draft) if earlier is None else _open(draft, earlier)
    if move is Move.SKIP and step.optional:
        return _answered(form, step, draft, "")
    if move is Move.FINISHED and step.kind is StepKind.STORY and (draft.has_story or step.optional):
        return _onward(form, step, draft)
    return Outcome(Result.AGAIN, draft)


def _answered(form: Form, step: Step, draft: Draft, value: Json) -> Outcome:
    return _onward(form, step, replace(draft, answers={**draft.answers, step.name: value}))


def _onward(form: Form, step: Step, draft: Draft) -> Outcome:
    """To the next question, or back to where a jump came from."""
    came_from = draft.answers.get(RETURN_TO)
    if came_from is None:
        return _open(draft, form.after(step.name, draft.answers))
    answers = {name: value for name, value in draft.answers.items() if name != RETURN_TO}
    return _open(replace(draft, answers=answers), form.step(str(came_from)))


def _open(draft: Draft, step: Step | None) -> Outcome:
    if step is None:
        return Outcome(Result.DONE, replace(draft, version=draft.version + 1))
    asked = replace(draft, step=step.name, version=draft.version + 1, question=draft.question + 1)
    return Outcome(Result.ASK, asked)


def with_piece(draft: Draft, piece: dict[str, Json]) -> Draft:
    """The draft with one more piece of the story; one message is one piece."""
    if any(same_message(old, piece) for old in draft.fresh):
        return draft
    return replace(
        draft,
        version=draft.version + 1,
        has_story=True,
        pieces=draft.pieces + 1,
        characters=draft.characters + size_of(piece),
        fresh=(*draft.fresh, piece),
    )


def _is_possible(step: Step, answers: Answers) -> bool:
    """Whether the answer of a step is one of its choices; whatever else is asked takes every answer."""
    picks = picks_of(step, answers)
    return not (step.kind is StepKind.CHOICE or picks) or answers[step.name] in (*step.options, *picks)


def with_picks(answers: Answers, step: str, picks: Mapping[str, str]) -> Answers:
    """Answers that carry what may be picked at a step: labels, as they are shown, by code."""
    return {**answers, f"{_PICKS}{step}": [[code, label] for code, label in picks.items()]}


def has_picks(answers: Answers, step: str) -> bool:
    """Whether there is anything to pick at a step."""
    return bool(answers.get(f"{_PICKS}{step}"))


def picks_of(step: Step, answers: Answers) -> dict[str, str]:
    """What may be picked at a step, labels by code."""
    return _picks_in(answers, step.name) if step.kind is StepKind.PICK else {}


def picked(answers: Answers, step: str) -> str:
    """The label of what was picked at a step; empty when nothing was."""
    return _picks_in(answers, step).get(str(answers.get(step)), "")


def all_picked(answers: Answers) -> dict[str, str]:
    """The label of what was picked, by step."""
    steps = (name.removeprefix(_PICKS) for name in answers if name.startswith(_PICKS))
    return {step: label for step in steps if (label := picked(answers, step))}


def _picks_in(answers: Answers, step: str) -> dict[str, str]:
    picks = answers.get(f"{_PICKS}{step}")
    pairs = picks if isinstance(picks, list) else []
    return {str(one[0]): str(one[1]) for one in pairs if isinstance(one, list)}


def story_of(answers: Answers) -> list[dict[str, Json]]:
    """The pieces of the story, in the order sent."""
    pieces = answers.get(STORY)
    return [piece for piece in pieces if isinstance(piece, dict)] if isinstance(pieces, list) else []
